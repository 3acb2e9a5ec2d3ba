//! One call over HTTP: what the head asks, the body as a type, the answer or a problem document.

use std::hash::{BuildHasher, Hasher, RandomState};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::routing::{MethodFilter, MethodRouter, on};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::failure::{Context, DeclaredFault, Failure};
use crate::parameters::Parameters;
use crate::problem::{Kind, Problem};
use crate::status::status;

/// Bytes that a request may have.
pub const MAX_REQUEST: usize = 10 << 20;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a call comes to.
pub enum Reply {
    /// An answer, in JSON.
    Answer(StatusCode, Vec<u8>),
    /// A one-way message was taken, or the answer has no members and nobody wants to read that.
    Nothing(StatusCode),
    /// There is no answer.
    Problem(Box<Problem>),
}

/// Writes for each service the function that makes its routes. What follows an operation travels outside the body: in
/// brackets objects that are always there, in braces the parameters.
macro_rules! routes {
    ($($(#[$doc:meta])* $function:ident for $service:ident {
        $($verb:ident $path:literal => $reply:ident $status:ident $method:ident $([$($object:literal),*])? $({
            $($place:ident $name:literal $presence:ident $times:ident $form:ident $member:literal;)*
        })?;)*
    })*) => {$(
        $(#[$doc])*
        pub fn $function<S: $crate::service::$service>(service: &std::sync::Arc<S>) -> axum::Router {
            axum::Router::new()$(.route($path, {
                const PARAMETERS: $crate::parameters::Parameters = $crate::parameters::Parameters {
                    objects: &[$($($object,)*)?],
                    list: &[$($($crate::parameters::Parameter {
                        location: $crate::parameters::Location::$place,
                        name: $name,
                        presence: $crate::parameters::Presence::$presence,
                        times: $crate::parameters::Times::$times,
                        form: $crate::parameters::Form::$form,
                        member: $member,
                    },)*)?],
                };
                let service = service.clone();
                let call = move |context, input| {
                    let service = service.clone();
                    async move {
                        let result = service.$method(context, input).await;
                        $crate::exchange::$reply(axum::http::StatusCode::$status, result)
                    }
                };
                let method = axum::routing::MethodFilter::$verb;
                $crate::exchange::operation(method, $path, &PARAMETERS, call)
            }))*
        }
    )*};
}

pub(crate) use routes;

/// What an operation with an answer comes to.
pub fn answer<O: Serialize, F: DeclaredFault>(
    status: StatusCode,
    result: Result<O, Failure<F>>,
) -> Reply {
    let written = match result {
        Ok(_) if status == StatusCode::NO_CONTENT => return Reply::Nothing(status),
        Ok(output) => serde_json::to_vec(&output),
        Err(failure) => return Reply::Problem(failure.into_problem()),
    };
    match written {
        Ok(json) => Reply::Answer(status, json),
        Err(error) => Reply::Problem(Box::new(Problem::new(
            Kind::INTERNAL,
            format!("the answer has no form: {error}"),
        ))),
    }
}

/// What a one-way operation comes to.
pub fn one_way<F: DeclaredFault>(status: StatusCode, result: Result<(), Failure<F>>) -> Reply {
    match result {
        Ok(()) => Reply::Nothing(status),
        Err(failure) => Reply::Problem(failure.into_problem()),
    }
}

/// A route that reads parameters and body as `I` and passes it to `call`.
pub fn operation<I, C, R>(
    method: MethodFilter,
    path: &'static str,
    parameters: &'static Parameters,
    call: C,
) -> MethodRouter
where
    I: DeserializeOwned + Send + 'static,
    C: Fn(Context, I) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Reply> + Send,
{
    on(method, move |request: Request| {
        let call = call.clone();
        async move {
            let context = context(request.headers());
            let id = context.request_id.clone();
            let reply = match read(path, parameters, request).await {
                Ok(input) => call(context, input).await,
                Err(problem) => Reply::Problem(problem),
            };
            respond(reply, &id)
        }
    })
}

/// The routes, with an answer for every other method and path.
pub fn with_fallback(router: Router) -> Router {
    let router = router.method_not_allowed_fallback(|request: Request| async move {
        let id = context(request.headers()).request_id;
        let detail = "what is here is called by the methods that `Allow` names";
        let problem = Problem::new(Kind::METHOD_NOT_ALLOWED, detail);
        respond(Reply::Problem(Box::new(problem)), &id)
    });
    router.fallback(|request: Request| async move {
        let id = context(request.headers()).request_id;
        if is_grpc(request.headers()) {
            let problem = Problem::new(Kind::UNKNOWN_PATH, "there is no such method");
            return status(&problem, &id).into_http();
        }
        let problem = Problem::new(Kind::UNKNOWN_PATH, "nothing is served at this path");
        respond(Reply::Problem(Box::new(problem)), &id)
    })
}

/// Whether a request is one of gRPC.
pub fn is_grpc(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    media_type
        .and_then(|media_type| media_type.strip_prefix(b"application/grpc"))
        .is_some_and(|rest| matches!(rest.first(), None | Some(b'+' | b';')))
}

/// What the head says about the call.
pub fn context(headers: &HeaderMap) -> Context {
    let told = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
    let sane =
        |id: &&str| !id.is_empty() && id.len() <= 128 && id.bytes().all(|b| b.is_ascii_graphic());
    let random = || RandomState::new().build_hasher().finish();
    let request_id = match told.filter(sane) {
        Some(id) => id.to_owned(),
        None => format!("{:016x}{:016x}", random(), random()),
    };
    Context {
        request_id,
        headers: headers.clone(),
    }
}

/// Marks a response with the id of its request.
pub fn mark<B>(response: &mut Response<B>, request_id: &str) {
    if let Ok(id) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
}

async fn read<I: DeserializeOwned>(
    path: &str,
    parameters: &Parameters,
    request: Request,
) -> Result<I, Box<Problem>> {
    let problem = |kind, detail: &str| Err(Box::new(Problem::new(kind, detail)));
    let headers = request.headers();
    let has_body = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::DELETE
    );
    if has_body && !sends_json(headers) {
        return problem(
            Kind::UNSUPPORTED_MEDIA_TYPE,
            "the body must be application/json in UTF-8",
        );
    }
    if headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|coding| coding != "identity")
    {
        return problem(
            Kind::UNSUPPORTED_MEDIA_TYPE,
            "the body must not have a content coding",
        );
    }
    if !accepts_json(headers) {
        return problem(Kind::NOT_ACCEPTABLE, "the answer is application/json");
    }
    let given = parameters.read(path, request.uri(), headers)?;
    let Ok(body) = to_bytes(request.into_body(), MAX_REQUEST).await else {
        return problem(
            Kind::REQUEST_TOO_LARGE,
            &format!("the request is larger than {MAX_REQUEST} bytes"),
        );
    };
    if !has_body && !body.is_empty() {
        return problem(
            Kind::INVALID_REQUEST,
            "a request of this method has no body; everything is in path, query and headers",
        );
    }
    // Nothing is what a message without members looks like to many callers.
    let body: &[u8] = if body.is_empty() { b"{}" } else { &body };
    let read = if parameters.list.is_empty() {
        serde_json::from_slice(body)
    } else {
        serde_json::from_slice(&parameters.merge(body, &given)?)
    };
    read.map_err(|error| Box::new(Problem::unreadable(&error)))
}

fn sends_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(first), None) = (types.next(), types.next()) else {
        return headers.get(header::CONTENT_TYPE).is_none();
    };
    let Ok(value) = first.to_str() else {
        return false;
    };
    let value = value.to_ascii_lowercase();
    let mut parts = value.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let json = essence == "application/json"
        || essence.starts_with("application/") && essence.ends_with("+json");
    json && parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.trim() == "charset" => {
            value.trim().trim_matches('"') == "utf-8"
        }
        _ => true,
    })
}

/// The range that fits best decides (RFC 9110, section 12.5.1).
fn accepts_json(headers: &HeaderMap) -> bool {
    let ranges = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut ranges = ranges
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|r| !r.is_empty())
        .peekable();
    if ranges.peek().is_none() {
        return true;
    }
    let fitting = ranges.filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let specificity = match parts
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "*/*" | "*" => 1,
            "application/*" => 2,
            "application/json" => 3,
            _ => return None,
        };
        let refused = parts.any(|parameter| {
            let quality = parameter
                .strip_prefix("q=")
                .or_else(|| parameter.strip_prefix("Q="));
            quality
                .and_then(|quality| quality.parse::<f32>().ok())
                .is_some_and(|quality| quality <= 0.0)
        });
        Some((specificity, !refused))
    });
    fitting.max().is_some_and(|(_, accepted)| accepted)
}

fn respond(reply: Reply, request_id: &str) -> Response<Body> {
    let (status, media_type, body) = match reply {
        Reply::Answer(status, json) => (status, Some("application/json"), json),
        Reply::Nothing(status) => (status, None, Vec::new()),
        Reply::Problem(problem) => (
            problem.status(),
            Some("application/problem+json"),
            problem.document(request_id),
        ),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    if let Some(media_type) = media_type {
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    mark(&mut response, request_id);
    response
}
