// SPDX-License-Identifier: EUPL-1.2
//! The lane without sockets: the sample register's facade before a backend that answers what it is told.

mod convert;
mod describe;
mod fixture;
mod front;
mod grpc;
mod rest;
mod validation;
