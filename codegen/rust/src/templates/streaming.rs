// SPDX-License-Identifier: EUPL-1.2
//! One call over gRPC whose answer is a list: its items one by one.

use std::marker::PhantomData;
use std::pin::Pin;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Response};
use axum::routing::{MethodRouter, any};
use prost::Message;
use tonic::codegen::{BoxStream, tokio_stream};
use tonic::server::{Grpc, ServerStreamingService};
use tonic_prost::ProstCodec;

use crate::exchange::{MAX_REQUEST, context, is_grpc, mark};
use crate::failure::{Context, DeclaredFault, Failure};
use crate::problem::{Kind, Problem};
use crate::status::status;
use crate::wire::Wire;

/// Writes for a service the function that makes the routes of its lists: each calls the operation, and sends the items
/// of its answer.
macro_rules! lists {
    ($($(#[$doc:meta])* $function:ident for $service:ident {
        $($path:literal => $method:ident($input:ty) -> $output:ty, $items:expr;)*
    })*) => {$(
        $(#[$doc])*
        pub fn $function<S: $crate::service::$service>(service: &std::sync::Arc<S>) -> axum::Router {
            axum::Router::new()$(.route($path, $crate::streaming::list::<_, $input, _, _, $output, _, _, _>(
                {
                    let service = service.clone();
                    move |context, input| {
                        let service = service.clone();
                        async move { service.$method(context, input).await }
                    }
                },
                $items,
            )))*
        }
    )*};
}

pub(crate) use lists;

/// A route that reads the message `M` as the type `I`, passes it to `call`, and sends each of the `items` of its answer
/// as the message `R`.
pub fn list<I, M, O, T, R, F, C, Answer>(call: C, items: fn(O) -> Vec<T>) -> MethodRouter
where
    I: Wire<M> + Send + 'static,
    M: Message + Default + 'static,
    O: Send + 'static,
    T: Wire<R> + Send + 'static,
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
            let service = List {
                call,
                items,
                id: id.clone(),
                types: PhantomData,
            };
            let mut response: Response<Body> =
                grpc.server_streaming(service, request).await.map(Body::new);
            mark(&mut response, &id);
            response
        }
    })
}

type Types<I, R, F> = PhantomData<fn() -> (I, R, F)>;

struct List<C, I, O, T, R, F> {
    call: C,
    items: fn(O) -> Vec<T>,
    id: String,
    types: Types<I, R, F>,
}

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

impl<I, M, O, T, R, F, C, Answer> ServerStreamingService<M> for List<C, I, O, T, R, F>
where
    I: Wire<M> + Send + 'static,
    M: Message + 'static,
    O: Send + 'static,
    T: Wire<R> + Send + 'static,
    R: Message + Default + 'static,
    F: DeclaredFault + Send + 'static,
    C: Fn(Context, I) -> Answer,
    Answer: Future<Output = Result<O, Failure<F>>> + Send + 'static,
{
    type Response = R;
    type ResponseStream = BoxStream<R>;
    type Future = Boxed<Result<tonic::Response<BoxStream<R>>, tonic::Status>>;

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
        let items = self.items;
        Box::pin(async move {
            match answer.await {
                Ok(output) => {
                    let messages = items(output).into_iter().map(|item| Ok(item.into_wire()));
                    let messages: BoxStream<R> = Box::pin(tokio_stream::iter(messages));
                    Ok(tonic::Response::new(messages))
                }
                Err(failure) => Err(status(&failure.into_problem(), &id)),
            }
        })
    }
}
