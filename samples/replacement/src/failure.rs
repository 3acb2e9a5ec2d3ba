//! Why an operation has no answer, as an implementation says it.

use std::convert::Infallible;

use axum::http::HeaderMap;

use crate::problem::{Detail, FaultReport, Kind, Problem};

/// What is known about a call apart from its message.
#[derive(Debug, Clone)]
pub struct Context {
    /// The id of the request: the caller's own, or a new one.
    pub request_id: String,
    /// Headers of the request; in gRPC its metadata.
    pub headers: HeaderMap,
}

/// The faults that an operation declares.
pub trait DeclaredFault {
    /// The fault's detail in both forms.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    fn into_detail(self) -> serde_json::Result<Detail>;
}

/// For operations that declare no faults.
impl DeclaredFault for Infallible {
    fn into_detail(self) -> serde_json::Result<Detail> {
        match self {}
    }
}

/// What comes of an operation.
pub type Answer<T, F> = Result<T, Failure<F>>;

/// Why an operation has no answer. `F` are the faults that it declares.
#[derive(Debug)]
pub enum Failure<F> {
    /// A fault that the contract declares.
    Fault(Box<Fault<F>>),
    /// Anything else.
    Problem(Box<Problem>),
}

/// A declared fault with what callers are told beside its detail.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault<F> {
    /// The fault with its detail.
    pub fault: F,
    /// One sentence; SOAP's `faultstring` or `Reason`.
    pub reason: String,
    /// `Client` or `Server`; SOAP 1.2 says `Sender` and `Receiver`.
    pub code: String,
    /// Language of the reason.
    pub language: Option<String>,
}

impl<F> Failure<F> {
    /// A declared fault that blames the caller.
    pub fn fault(fault: F, reason: impl Into<String>) -> Self {
        Self::coded(fault, reason, "Client")
    }

    /// A declared fault with the code that SOAP callers see.
    pub fn coded(fault: F, reason: impl Into<String>, code: impl Into<String>) -> Self {
        let (reason, code) = (reason.into(), code.into());
        Self::Fault(Box::new(Fault {
            fault,
            reason,
            code,
            language: None,
        }))
    }

    /// The answer of operations that nobody has written yet: 501 and `UNIMPLEMENTED`.
    #[must_use]
    pub fn not_implemented(operation: &str) -> Self {
        Problem::new(
            Kind::NOT_IMPLEMENTED,
            format!("operation `{operation}` is not implemented yet"),
        )
        .into()
    }

    /// A mistake of this program. Callers see the sentence; what happened belongs into the log.
    pub fn internal(detail: impl Into<String>) -> Self {
        Problem::new(Kind::INTERNAL, detail).into()
    }
}

impl<F> From<Problem> for Failure<F> {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl<F: DeclaredFault> Failure<F> {
    /// The same for callers.
    pub fn into_problem(self) -> Box<Problem> {
        let Fault {
            fault,
            reason,
            code,
            language,
        } = match self {
            Self::Problem(problem) => return problem,
            Self::Fault(fault) => *fault,
        };
        let detail = match fault.into_detail() {
            Ok(detail) => detail,
            Err(error) => {
                return Box::new(Problem::new(
                    Kind::INTERNAL,
                    format!("the fault has no form: {error}"),
                ));
            }
        };
        let detail_name = detail.name;
        let report = FaultReport {
            code,
            subcodes: Vec::new(),
            language,
            declared: Some(detail),
        };
        let reason = if reason.is_empty() {
            detail_name.to_owned()
        } else {
            reason
        };
        Box::new(Problem {
            fault: Some(report),
            ..Problem::new(Kind::DECLARED_FAULT, reason)
        })
    }
}
