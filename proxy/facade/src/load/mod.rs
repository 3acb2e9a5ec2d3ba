// SPDX-License-Identifier: EUPL-1.2
//! A facade directory, read and compiled once.

mod copies;
mod error;
mod facade;
mod files;
mod openapi;
mod tree;

pub(crate) use copies::Copies;
pub use error::{LoadError, LoadErrors};
pub use facade::Facade;
pub use files::FacadeFiles;
pub(crate) use openapi::OpenApi;
