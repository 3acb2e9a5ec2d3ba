// SPDX-License-Identifier: EUPL-1.2
//! What stays of an earlier generation.

use fachwerk_mapping::{Lock, RestStyle};

/// The lock without what came from overrides, which are read again, and without the routes of another style. Routes that
/// were proposed stay: callers know them.
#[must_use]
pub fn prepared(lock: &Lock, style: RestStyle) -> Lock {
    let mut lock = lock.clone();
    let same = lock.rest_style == style && style != RestStyle::Rpc;
    for service in lock.services.values_mut() {
        service.routes.retain(|_, route| same && !route.overridden);
        for route in service.routes.values_mut() {
            route.tags.clear();
            route.status = None;
            route.faults.clear();
            route.effect = None;
        }
    }
    lock.rest_style = style;
    lock
}
