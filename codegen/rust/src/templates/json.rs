// SPDX-License-Identifier: EUPL-1.2
//! What the facade's JSON asks beyond what serde does by itself: `null` that is told from absence, types that are told
//! apart by `@type`, choices among the members of an object, and numbers that a double does not hold.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// The member that names the type of an object where several are possible.
const TYPE: &str = "@type";
/// The member of an object that is nil and yet has attributes.
const NIL: &str = "@nil";
/// The member that holds a value that is no object by itself.
const VALUE: &str = "value";

/// A value as it is written: a number of 32 bits has fewer digits than the same one in 64.
///
/// # Errors
/// It has no form in JSON.
pub fn written<T: Serialize>(value: &T) -> serde_json::Result<Value> {
    serde_json::from_str(&serde_json::to_string(value)?)
}

/// Something that may be nil (`xsi:nil`): there, and without a value. `N` are the attributes that it may have all the
/// same.
#[derive(Debug, Clone, PartialEq)]
pub enum Nillable<T, N = NoAttributes> {
    /// Nil: `null` in JSON.
    Nil(N),
    /// A value.
    Value(T),
}

impl<T, N: Default> Nillable<T, N> {
    /// Nil without attributes.
    #[must_use]
    pub fn nil() -> Self {
        Self::Nil(N::default())
    }
}

impl<T, N> Nillable<T, N> {
    /// The value, if it is not nil.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Nil(_) => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The value, if it is not nil.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Nil(_) => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T, N> From<T> for Nillable<T, N> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// The attributes of a nil element whose type has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoAttributes {}

#[derive(Serialize)]
struct NilObject<'a, N> {
    #[serde(rename = "@nil")]
    nil: bool,
    #[serde(flatten)]
    attributes: &'a N,
}

impl<T: Serialize, N: Serialize + Default + PartialEq> Serialize for Nillable<T, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Nil(attributes) if *attributes == N::default() => serializer.serialize_unit(),
            Self::Nil(attributes) => NilObject {
                nil: true,
                attributes,
            }
            .serialize(serializer),
        }
    }
}

impl<'de, T: DeserializeOwned, N: DeserializeOwned + Default> Deserialize<'de> for Nillable<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self::nil()),
            Value::Object(mut members) if members.get(NIL) == Some(&Value::Bool(true)) => {
                members.remove(NIL);
                N::deserialize(Value::Object(members))
                    .map(Self::Nil)
                    .map_err(D::Error::custom)
            }
            value => T::deserialize(value)
                .map(Self::Value)
                .map_err(D::Error::custom),
        }
    }
}

/// Reads a member that is there: `null` is a value of its type then, not absence.
///
/// # Errors
/// The value is not of the type.
pub fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// An object whose `@type` has been taken out.
pub struct Tagged {
    tag: Option<String>,
    members: Map<String, Value>,
}

impl Tagged {
    /// What `@type` says.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The only other member, `value`.
    fn into_value<E: Error>(mut self) -> Result<Value, E> {
        let value = self
            .members
            .remove(VALUE)
            .ok_or_else(|| E::missing_field(VALUE))?;
        match self.members.keys().next() {
            None => Ok(value),
            Some(other) => Err(E::unknown_field(other, &[TYPE, VALUE])),
        }
    }

    /// The error for a type that is not among those of `family`.
    pub fn unknown<E: Error>(&self, family: &str) -> E {
        match &self.tag {
            Some(tag) => E::custom(format!("`{tag}` is not an alternative of `{family}`")),
            None => E::missing_field(TYPE),
        }
    }
}

/// Reads the other members as an object, and makes an alternative of it.
///
/// # Errors
/// They are not those of the object.
pub fn read<T: DeserializeOwned, U, E: Error>(
    object: Tagged,
    alternative: fn(T) -> U,
) -> Result<U, E> {
    T::deserialize(Value::Object(object.members))
        .map(alternative)
        .map_err(E::custom)
}

/// Reads the only other member, `value`, and makes an alternative of it.
///
/// # Errors
/// It is missing, or not of the type, or not the only one.
pub fn read_value<T: DeserializeOwned, U, E: Error>(
    object: Tagged,
    alternative: fn(T) -> U,
) -> Result<U, E> {
    T::deserialize(object.into_value()?)
        .map(alternative)
        .map_err(E::custom)
}

/// As [`read_value`], for numbers that JSON cannot say as numbers.
///
/// # Errors
/// As for [`read_value`].
pub fn read_exact<T: Exact, U, E: Error>(object: Tagged, alternative: fn(T) -> U) -> Result<U, E> {
    T::read(object.into_value()?)
        .map(alternative)
        .map_err(E::custom)
}

impl<'de> Deserialize<'de> for Tagged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = Map::deserialize(deserializer)?;
        let tag = match members.remove(TYPE) {
            None => None,
            Some(Value::String(tag)) => Some(tag),
            Some(_) => return Err(D::Error::custom("`@type` has to be a string")),
        };
        Ok(Self { tag, members })
    }
}

/// The members of an object of a type that is an alternative somewhere: where `@type` is given, it has to be right.
pub fn members<'de, D: Deserializer<'de>>(
    deserializer: D,
    tag: &'static str,
) -> Result<Value, D::Error> {
    let tagged = Tagged::deserialize(deserializer)?;
    match &tagged.tag {
        Some(other) if other != tag => Err(D::Error::custom(format!(
            "the type of this object is `{tag}`"
        ))),
        _ => Ok(Value::Object(tagged.members)),
    }
}

#[derive(Serialize)]
struct WithTag<'a, T> {
    #[serde(rename = "@type")]
    tag: &'static str,
    #[serde(flatten)]
    members: &'a T,
}

#[derive(Serialize)]
struct TaggedValue<'a, T> {
    #[serde(rename = "@type")]
    tag: &'static str,
    value: &'a T,
}

#[derive(Serialize)]
struct TaggedNil<'a, N> {
    #[serde(rename = "@type")]
    tag: &'static str,
    #[serde(rename = "@nil")]
    nil: bool,
    #[serde(flatten)]
    attributes: &'a N,
}

/// An object with `@type` before its own members.
pub fn tag_members<S: Serializer, T: Serialize>(
    tag: &'static str,
    members: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    WithTag { tag, members }.serialize(serializer)
}

/// The same for an object that may be nil.
pub fn tag_nillable<S: Serializer, T: Serialize, N: Serialize>(
    tag: &'static str,
    object: &Nillable<T, N>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match object {
        Nillable::Value(members) => WithTag { tag, members }.serialize(serializer),
        Nillable::Nil(attributes) => TaggedNil {
            tag,
            nil: true,
            attributes,
        }
        .serialize(serializer),
    }
}

/// `{"@type": tag, "value": value}`.
pub fn tag_value<S: Serializer, T: Serialize>(
    tag: &'static str,
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    TaggedValue { tag, value }.serialize(serializer)
}

/// One of several members of an object.
pub trait Choice: DeserializeOwned {
    /// The members.
    const MEMBERS: &'static [&'static str];
}

/// Reads a choice of which no member need be there.
pub fn optional_choice<'de, D: Deserializer<'de>, T: Choice>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_struct("choice", T::MEMBERS, ChoiceVisitor(PhantomData))
}

struct ChoiceVisitor<T>(PhantomData<T>);

impl<'de, T: Choice> Visitor<'de> for ChoiceVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at most one of {}", T::MEMBERS.join(", "))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<T>, A::Error> {
        let Some(member) = map.next_key::<String>()? else {
            return Ok(None);
        };
        let value = map.next_value::<Value>()?;
        if map.next_key::<String>()?.is_some() {
            return Err(A::Error::custom(format!(
                "more than one of {}",
                T::MEMBERS.join(", ")
            )));
        }
        let one = Value::Object(Map::from_iter([(member, value)]));
        T::deserialize(one).map(Some).map_err(A::Error::custom)
    }
}

/// Numbers that JSON cannot say as numbers: 64 bits are strings of digits, and floating point has infinities.
pub trait Exact: Sized {
    /// Writes the value.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
    /// Reads a value.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// For `#[serde(with = "json::exact")]`.
pub mod exact {
    use super::{Deserializer, Exact, Serializer};

    pub fn serialize<S: Serializer, T: Exact>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.write(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>, T: Exact>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// A value with its exact form, where serde asks for a type.
pub struct ByExact<T>(pub(crate) T);

impl<T: Exact> Serialize for ByExact<&T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<'de, T: Exact> Deserialize<'de> for ByExact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

macro_rules! integers {
    ($($name:ty),*) => {$(
        impl Exact for $name {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(Deserialize)]
                #[serde(untagged)]
                enum Form {
                    Text(String),
                    Number($name),
                }
                match Form::deserialize(deserializer)? {
                    Form::Number(number) => Ok(number),
                    Form::Text(text) => text
                        .parse()
                        .map_err(|_| D::Error::custom("expected a whole number of 64 bits as a string")),
                }
            }
        }
    )*};
}

integers!(i64, u64);

macro_rules! floats {
    ($($name:ident),*) => {$(
        impl Exact for $name {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if self.is_nan() {
                    serializer.serialize_str("NaN")
                } else if self.is_infinite() {
                    serializer.serialize_str(if *self > 0.0 { "INF" } else { "-INF" })
                } else {
                    self.serialize(serializer)
                }
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(Deserialize)]
                #[serde(untagged)]
                enum Form {
                    Number($name),
                    Text(String),
                }
                match Form::deserialize(deserializer)? {
                    Form::Number(number) => Ok(number),
                    Form::Text(text) => match text.as_str() {
                        "INF" => Ok($name::INFINITY),
                        "-INF" => Ok($name::NEG_INFINITY),
                        "NaN" => Ok($name::NAN),
                        _ => Err(D::Error::custom("expected a number, or one of the strings INF, -INF, NaN")),
                    },
                }
            }
        }
    )*};
}

floats!(f32, f64);

impl<T: Exact> Exact for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Some)
    }
}

impl<T: Exact> Exact for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(ByExact))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<ByExact<T>>::deserialize(deserializer)?;
        Ok(items.into_iter().map(|item| item.0).collect())
    }
}

impl<T: Exact> Exact for Nillable<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.write(serializer),
            Self::Nil(_) => serializer.serialize_unit(),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::<ByExact<T>>::deserialize(deserializer)?;
        Ok(value.map_or_else(Self::nil, |value| Self::Value(value.0)))
    }
}
