//! From the types to their protobuf messages and back.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;

use crate::json::{Nillable, NoAttributes};
use crate::values;

/// A message that does not say what its type needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Where: field names with dots between them.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

impl Invalid {
    /// Something is wrong here.
    pub fn here(message: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            message: message.into(),
        }
    }

    /// The same seen from the message around it.
    #[must_use]
    pub fn within(mut self, field: &str) -> Self {
        self.path = if self.path.is_empty() {
            field.to_owned()
        } else {
            format!("{field}.{}", self.path)
        };
        self
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for Invalid {}

/// A type with a form `P` in protobuf.
pub trait Wire<P>: Sized {
    /// The value as it travels.
    fn into_wire(self) -> P;

    /// The value that has travelled.
    ///
    /// # Errors
    /// It does not say what this type needs.
    fn from_wire(wire: P) -> Result<Self, Invalid>;
}

/// Reads a field.
///
/// # Errors
/// Its value is not what its type needs.
pub fn field<T: Wire<P>, P>(name: &str, wire: P) -> Result<T, Invalid> {
    T::from_wire(wire).map_err(|error| error.within(name))
}

/// Reads a field that has to be there.
///
/// # Errors
/// It is missing, or its value is not what its type needs.
pub fn required<T: Wire<P>, P>(name: &str, wire: Option<P>) -> Result<T, Invalid> {
    let wire = wire.ok_or_else(|| Invalid::here("is required").within(name))?;
    field(name, wire)
}

/// The bytes of a value's message.
pub fn encode<M: prost::Message, T: Wire<M>>(value: T) -> Vec<u8> {
    value.into_wire().encode_to_vec()
}

macro_rules! same {
    ($($name:ty),*) => {$(
        impl Wire<Self> for $name {
            fn into_wire(self) -> Self {
                self
            }

            fn from_wire(wire: Self) -> Result<Self, Invalid> {
                Ok(wire)
            }
        }
    )*};
}

same!(bool, i32, u32, i64, u64, f32, f64, String, BTreeMap<String, String>);

macro_rules! lexical {
    ($($name:ident),*) => {$(
        impl Wire<String> for values::$name {
            fn into_wire(self) -> String {
                self.into()
            }

            fn from_wire(wire: String) -> Result<Self, Invalid> {
                Self::try_from(wire).map_err(|error| Invalid::here(error.to_string()))
            }
        }
    )*};
}

lexical!(
    Integer, Decimal, Date, DateTime, Time, Duration, GYear, GYearMonth, GMonthDay, GMonth, GDay
);

macro_rules! binary {
    ($($name:ident),*) => {$(
        impl Wire<Bytes> for values::$name {
            fn into_wire(self) -> Bytes {
                self.0
            }

            fn from_wire(wire: Bytes) -> Result<Self, Invalid> {
                Ok(Self(wire))
            }
        }
    )*};
}

binary!(Base64Binary, HexBinary);

impl<T: Wire<P>, P> Wire<Box<P>> for Box<T> {
    fn into_wire(self) -> Box<P> {
        Box::new((*self).into_wire())
    }

    fn from_wire(wire: Box<P>) -> Result<Self, Invalid> {
        T::from_wire(*wire).map(Self::new)
    }
}

impl<T: Wire<P>, P> Wire<Option<P>> for Option<T> {
    fn into_wire(self) -> Option<P> {
        self.map(T::into_wire)
    }

    fn from_wire(wire: Option<P>) -> Result<Self, Invalid> {
        wire.map(T::from_wire).transpose()
    }
}

impl<T: Wire<P>, P> Wire<Vec<P>> for Vec<T> {
    fn into_wire(self) -> Vec<P> {
        self.into_iter().map(T::into_wire).collect()
    }

    fn from_wire(wire: Vec<P>) -> Result<Self, Invalid> {
        let item =
            |(index, item)| T::from_wire(item).map_err(|error| error.within(&index_name(index)));
        wire.into_iter().enumerate().map(item).collect()
    }
}

fn index_name(index: usize) -> String {
    format!("[{index}]")
}

/// A message `{ bool nil = 1; T value = 2; }`: protobuf cannot tell nil from absent, nor an empty list from none.
pub trait Wrapper {
    /// What `value` is.
    type Value;

    /// The message with these fields.
    fn wrap(nil: bool, value: Self::Value) -> Self;
    /// The fields of the message.
    fn unwrap(self) -> (bool, Self::Value);
}

/// The place of a value that may be nil in its wrapper.
pub trait Place<T, N>: Sized {
    /// The place of a value.
    fn of(value: T) -> Self;
    /// The place of a value that is nil.
    fn nil(attributes: N) -> Self;
    /// The value.
    ///
    /// # Errors
    /// It is not there, or not what its type needs.
    fn value(self) -> Result<T, Invalid>;
    /// What remains of a value that is nil.
    ///
    /// # Errors
    /// It is not what its type needs.
    fn attributes(self) -> Result<N, Invalid>;
}

macro_rules! simple {
    ($($name:ty),*) => {$(
        impl<T: Wire<$name>> Place<T, NoAttributes> for $name {
            fn of(value: T) -> Self {
                value.into_wire()
            }

            fn nil(_: NoAttributes) -> Self {
                Self::default()
            }

            fn value(self) -> Result<T, Invalid> {
                T::from_wire(self)
            }

            fn attributes(self) -> Result<NoAttributes, Invalid> {
                Ok(NoAttributes {})
            }
        }
    )*};
}

simple!(bool, i32, u32, i64, u64, f32, f64, String, Bytes);

impl<T: Wire<P>, P> Place<Vec<T>, NoAttributes> for Vec<P> {
    fn of(value: Vec<T>) -> Self {
        value.into_wire()
    }

    fn nil(_: NoAttributes) -> Self {
        Self::new()
    }

    fn value(self) -> Result<Vec<T>, Invalid> {
        Wire::from_wire(self)
    }

    fn attributes(self) -> Result<NoAttributes, Invalid> {
        Ok(NoAttributes {})
    }
}

impl<T: Wire<M>, M, N: Wire<M> + Default + PartialEq> Place<T, N> for Option<M> {
    fn of(value: T) -> Self {
        Some(value.into_wire())
    }

    fn nil(attributes: N) -> Self {
        (attributes != N::default()).then(|| attributes.into_wire())
    }

    fn value(self) -> Result<T, Invalid> {
        required("value", self)
    }

    fn attributes(self) -> Result<N, Invalid> {
        self.map_or_else(|| Ok(N::default()), N::from_wire)
    }
}

impl<M: Default> Wire<M> for NoAttributes {
    fn into_wire(self) -> M {
        M::default()
    }

    fn from_wire(_: M) -> Result<Self, Invalid> {
        Ok(Self {})
    }
}

impl<T, N, W: Wrapper> Wire<W> for Nillable<T, N>
where
    W::Value: Place<T, N>,
{
    fn into_wire(self) -> W {
        match self {
            Self::Value(value) => W::wrap(false, W::Value::of(value)),
            Self::Nil(attributes) => W::wrap(true, W::Value::nil(attributes)),
        }
    }

    fn from_wire(wire: W) -> Result<Self, Invalid> {
        let (nil, place) = wire.unwrap();
        if nil {
            place.attributes().map(Self::Nil)
        } else {
            place.value().map(Self::Value)
        }
    }
}

impl<T: Wire<P>, P, W: Wrapper<Value = Vec<P>>> Wire<W> for Vec<T> {
    fn into_wire(self) -> W {
        W::wrap(false, self.into_iter().map(T::into_wire).collect())
    }

    fn from_wire(wire: W) -> Result<Self, Invalid> {
        match wire.unwrap() {
            (true, _) => Err(Invalid::here("cannot be nil")),
            (false, items) => Wire::from_wire(items),
        }
    }
}
