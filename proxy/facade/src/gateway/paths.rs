// SPDX-License-Identifier: EUPL-1.2
//! What is served where: a router, made once.

use std::collections::BTreeMap;
use std::sync::Arc;

use fachwerk_mapping::{OperationId, Segment, segments};
use fachwerk_parameters::percent;
use http::Method;
use matchit::Router;

use super::Served;
use super::snapshot::Target;
use crate::load::LoadError;

/// What is served where.
#[derive(Debug, Default)]
pub(super) struct Paths {
    found: BTreeMap<String, (Target, String)>,
}

impl Paths {
    /// Serve something at exactly this path.
    pub(super) fn add(&mut self, path: &str, target: Target, owner: &str) -> Result<(), LoadError> {
        let canonical = percent::encode_path(path);
        match self.found.get(&canonical) {
            Some((_, first)) => Err(twice(path.to_owned(), first.clone(), owner)),
            None => {
                self.found.insert(canonical, (target, owner.to_owned()));
                Ok(())
            }
        }
    }

    /// Serve an operation, beside those of other methods at the same path.
    pub(super) fn add_operation(
        &mut self,
        served: &Arc<Served>,
        id: OperationId,
        owner: &str,
    ) -> Result<(), LoadError> {
        let operation = served.facade.mapping().operation(id);
        let path = format!("{}{}", served.config.base_path, operation.path);
        let way = (method(&operation.method), served.clone(), id);
        let key = route(&served.config.base_path, &operation.path);
        match self.found.get_mut(&key) {
            None => {
                self.found.insert(key, (Target::Operations(vec![way]), owner.to_owned()));
                Ok(())
            }
            Some((Target::Operations(ways), first))
                if first == owner && ways.iter().all(|(method, ..)| *method != way.0) =>
            {
                ways.push(way);
                Ok(())
            }
            Some((_, first)) => Err(twice(format!("{} {path}", way.0), first.clone(), owner)),
        }
    }

    /// The router.
    pub(super) fn router(self) -> Result<Router<Target>, LoadError> {
        let mut router = Router::new();
        for (path, (target, owner)) in self.found {
            router.insert(path.as_str(), target).map_err(|error| twice(path, error.to_string(), &owner))?;
        }
        Ok(router)
    }
}

fn method(name: &str) -> Method {
    Method::from_bytes(name.as_bytes()).unwrap_or(Method::POST)
}

/// A path as the router knows it: templates have their number for a name, so that equal paths are equal.
fn route(base: &str, path: &str) -> String {
    let mut route = percent::encode_path(base);
    let mut templates = 0;
    for segment in segments(path).unwrap_or_default() {
        route.push('/');
        match segment {
            Segment::Literal(text) => route.push_str(&percent::encode_path(text)),
            Segment::Template(_) => {
                route.push_str(&format!("{{{templates}}}"));
                templates += 1;
            }
        }
    }
    route
}

fn twice(path: String, first: String, second: &str) -> LoadError {
    LoadError::Twice { path, first, second: second.to_owned() }
}
