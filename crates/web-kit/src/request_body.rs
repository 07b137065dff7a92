//! How long and how large a request's body may be.
//!
//! The server itself lets a body trickle in for ever, one byte at a time, and each such request
//! holds a connection.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::{InternalError, PayloadError};
use actix_web::http::header::{CONNECTION, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, FormConfig};
use actix_web::{HttpMessage, HttpResponse};
use futures_util::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

/// Which paths take files, and how long those may take.
type Uploads = (fn(&str) -> bool, Duration);

/// Ends a body that has not arrived in full within a time, with 408.
///
/// `.wrap(from_fn(move |request, next| deadline.enforce(request, next)))`
#[derive(Clone, Copy, Debug)]
pub struct BodyDeadline {
    whole_body_within: Duration,
    uploads: Option<Uploads>,
}

/// A limit for the size of forms; a larger one is answered with 413.
pub fn form_config(limit_bytes: usize) -> FormConfig {
    FormConfig::default().limit(limit_bytes)
}

impl BodyDeadline {
    /// Gives each body this long, counted from when the request's head was read.
    pub fn new(whole_body_within: Duration) -> Self {
        Self {
            whole_body_within,
            uploads: None,
        }
    }

    /// Gives the bodies that are sent to these paths another time: files take longer than forms.
    #[must_use]
    pub fn with_uploads(mut self, is_upload: fn(&str) -> bool, within: Duration) -> Self {
        self.uploads = Some((is_upload, within));
        self
    }

    fn of(&self, path: &str) -> Duration {
        match self.uploads {
            Some((is_upload, within)) if is_upload(path) => within,
            _ => self.whole_body_within,
        }
    }

    /// Lets the request pass with its body on a timer.
    ///
    /// # Errors
    /// Only those of the service inside.
    pub async fn enforce<B: MessageBody + 'static>(
        self,
        mut request: ServiceRequest,
        next: Next<B>,
    ) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
        let payload = request.take_payload();
        if matches!(payload, Payload::None) {
            return Ok(next.call(request).await?.map_into_boxed_body());
        }
        let missed = Rc::new(Cell::new(false));
        let timed = TimedBody {
            body: payload,
            timer: Box::pin(sleep_until(Instant::now() + self.of(request.path()))),
            missed: Rc::clone(&missed),
        };
        request.set_payload(Payload::Stream {
            payload: Box::pin(timed),
        });
        let outcome = next.call(request).await;
        if !missed.get() {
            return Ok(outcome?.map_into_boxed_body());
        }
        let mut late = HttpResponse::RequestTimeout().finish();
        late.headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
        match outcome {
            Ok(response) => Ok(response.into_response(late)),
            Err(error) => Err(InternalError::from_response(error, late).into()),
        }
    }
}

struct TimedBody {
    body: Payload,
    timer: Pin<Box<Sleep>>,
    missed: Rc<Cell<bool>>,
}

impl Stream for TimedBody {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.timer.as_mut().poll(context).is_ready() {
            self.missed.set(true);
            return Poll::Ready(Some(Err(PayloadError::Io(
                std::io::ErrorKind::TimedOut.into(),
            ))));
        }
        Pin::new(&mut self.body).poll_next(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_http::Request;
    use actix_web::middleware::from_fn;
    use actix_web::{App, test, web};

    /// What a form of this request's gets within this time.
    async fn answer(within: Duration, request: Request) -> ServiceResponse {
        let deadline = BodyDeadline::new(within);
        let app = test::init_service(
            App::new()
                .wrap(from_fn(move |request, next| {
                    deadline.enforce(request, next)
                }))
                .route("/", web::post().to(|body: Bytes| async move { body })),
        )
        .await;
        test::call_service(&app, request)
            .await
            .map_into_boxed_body()
    }

    #[actix_web::test]
    async fn a_body_in_time_is_read_whole() {
        let request = test::TestRequest::post()
            .set_payload("all of it")
            .to_request();
        let response = answer(Duration::from_secs(600), request).await;
        assert_eq!(response.status(), 200);
        assert_eq!(test::read_body(response).await, "all of it");
    }

    #[actix_web::test]
    async fn a_body_that_never_ends_is_cut() {
        let mut request = test::TestRequest::post().to_request();
        let trickle = futures_util::stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Some((Ok(Bytes::from_static(b".")), ()))
        });
        *request.payload() = Payload::Stream {
            payload: Box::pin(trickle),
        };
        let response = answer(Duration::from_millis(50), request).await;
        assert_eq!(response.status(), 408);
        assert_eq!(response.headers().get(CONNECTION).unwrap(), "close");
    }

    #[actix_web::test]
    async fn files_have_a_time_of_their_own() {
        let [forms, files] = [1, 9].map(Duration::from_secs);
        let deadline = BodyDeadline::new(forms).with_uploads(|path| path == "/files", files);
        assert_eq!(deadline.of("/files"), files);
        assert_eq!(deadline.of("/files/x"), forms);
    }

    #[actix_web::test]
    async fn a_form_over_the_limit_is_answered_with_413() {
        let app = test::init_service(App::new().app_data(form_config(10)).route(
            "/",
            web::post().to(|_: web::Form<Vec<(String, String)>>| async { "read" }),
        ))
        .await;
        for (body, status) in [("a=1", 200), ("a=1234567890", 413)] {
            let request = test::TestRequest::post()
                .insert_header(("content-type", "application/x-www-form-urlencoded"))
                .set_payload(body)
                .to_request();
            assert_eq!(test::call_service(&app, request).await.status(), status);
        }
    }
}
