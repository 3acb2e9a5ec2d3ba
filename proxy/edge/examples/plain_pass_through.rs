// SPDX-License-Identifier: EUPL-1.2
//! Pingora with nothing of ours: the yardstick of `bench/proxy`. `plain_pass_through LISTEN BACKEND [THREADS]`.

use async_trait::async_trait;
use pingora::prelude::*;

struct PassThrough {
    backend: String,
}

#[async_trait]
impl ProxyHttp for PassThrough {
    type CTX = ();
    fn new_ctx(&self) {}

    async fn upstream_peer(&self, _: &mut Session, (): &mut ()) -> Result<Box<HttpPeer>> {
        Ok(Box::new(HttpPeer::new(self.backend.as_str(), false, String::new())))
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(listen), Some(backend)) = (arguments.next(), arguments.next()) else {
        panic!("plain_pass_through LISTEN BACKEND [THREADS]");
    };
    let threads = arguments.next().and_then(|t| t.parse().ok()).unwrap_or(1);
    let conf = pingora::server::configuration::ServerConf {
        threads,
        upstream_keepalive_pool_size: 1024,
        ..Default::default()
    };
    let mut server = Server::new_with_opt_and_conf(None, conf);
    server.bootstrap();
    let mut service = pingora::proxy::http_proxy_service(&server.configuration, PassThrough { backend });
    service.add_tcp(&listen);
    server.add_service(service);
    server.run_forever();
}
