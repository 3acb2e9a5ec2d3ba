//! One unary call over gRPC: the message as a type, the answer or a status.

use std::marker::PhantomData;
use std::pin::Pin;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Response};
use axum::routing::{MethodRouter, any};
use prost::Message;
use tonic::server::{Grpc, UnaryService};
use tonic_prost::ProstCodec;

use crate::exchange::{MAX_REQUEST, context, is_grpc, mark};
use crate::failure::{Context, DeclaredFault, Failure};
use crate::problem::{Kind, Problem};
use crate::status::status;
use crate::wire::Wire;

/// The message of a one-way operation's answer, which has no fields.
#[derive(Clone, PartialEq, Message)]
pub struct Empty {}

impl Wire<Empty> for () {
    fn into_wire(self) -> Empty {
        Empty {}
    }

    fn from_wire(_: Empty) -> Result<Self, crate::wire::Invalid> {
        Ok(())
    }
}

/// Writes for each service the function that makes the routes of its methods.
macro_rules! methods {
    ($($(#[$doc:meta])* $function:ident for $service:ident {
        $($path:literal => $method:ident($input:ty) -> $output:ty;)*
    })*) => {$(
        $(#[$doc])*
        pub fn $function<S: $crate::service::$service>(service: &std::sync::Arc<S>) -> axum::Router {
            axum::Router::new()$(.route($path, $crate::unary::unary::<_, $input, _, $output, _, _, _>({
                let service = service.clone();
                move |context, input| {
                    let service = service.clone();
                    async move { service.$method(context, input).await }
                }
            })))*
        }
    )*};
}

pub(crate) use methods;

/// A route that reads the message `M` as the type `I`, passes it to `call`, and sends the answer `O` as the message
/// `R`.
pub fn unary<I, M, O, R, F, C, Answer>(call: C) -> MethodRouter
where
    I: Wire<M> + Send + 'static,
    M: Message + Default + 'static,
    O: Wire<R> + Send + 'static,
    R: Message + Default + 'static,
    F: DeclaredFault + Send + 'static,
    C: Fn(Context, I) -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Result<O, Failure<F>>> + Send + 'static,
{
    any(move |request: Request| {
        let call = call.clone();
        async move {
            let id = context(request.headers()).request_id;
            if !is_grpc(request.headers()) {
                let problem =
                    Problem::new(Kind::UNSUPPORTED_MEDIA_TYPE, "this path is called by gRPC");
                return status(&problem, &id).into_http();
            }
            let mut grpc = Grpc::new(ProstCodec::<R, M>::default())
                .max_decoding_message_size(MAX_REQUEST)
                .max_encoding_message_size(usize::MAX);
            let service = Unary {
                call,
                id: id.clone(),
                types: PhantomData,
            };
            let mut response: Response<Body> = grpc.unary(service, request).await.map(Body::new);
            mark(&mut response, &id);
            response
        }
    })
}

struct Unary<C, I, O, R, F> {
    call: C,
    id: String,
    types: PhantomData<(I, O, R, F)>,
}

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

impl<I, M, O, R, F, C, Answer> UnaryService<M> for Unary<C, I, O, R, F>
where
    I: Wire<M> + Send + 'static,
    M: Message + 'static,
    O: Wire<R> + Send + 'static,
    R: Message + Default + 'static,
    F: DeclaredFault + Send + 'static,
    C: Fn(Context, I) -> Answer,
    Answer: Future<Output = Result<O, Failure<F>>> + Send + 'static,
{
    type Response = R;
    type Future = Boxed<Result<tonic::Response<R>, tonic::Status>>;

    fn call(&mut self, request: tonic::Request<M>) -> Self::Future {
        let id = self.id.clone();
        let headers: HeaderMap = request.metadata().as_ref().clone();
        let context = Context {
            request_id: id.clone(),
            headers,
        };
        let answer = match I::from_wire(request.into_inner()) {
            Ok(input) => (self.call)(context, input),
            Err(invalid) => {
                let refused = status(&invalid.into(), &id);
                return Box::pin(async { Err(refused) });
            }
        };
        Box::pin(async move {
            match answer.await {
                Ok(output) => Ok(tonic::Response::new(output.into_wire())),
                Err(failure) => Err(status(&failure.into_problem(), &id)),
            }
        })
    }
}
