// SPDX-License-Identifier: EUPL-1.2
//! Facets (part 2, section 4.3): which a type may have, and what a step may do to those of its base.

use std::cmp::Ordering;

use fachwerk_contract::QName;
use fachwerk_contract::schema::WhiteSpace;
use fachwerk_mapping::ScalarKind;
use fachwerk_message::value::pattern::to_regex;

use super::elements::short;
use crate::Code;
use crate::constraint::Checker;
use crate::constraint::build::simple::{Facet, Variety};
use crate::constraint::model::Place;
use crate::constraint::table::Symbol;
use crate::tree::split;

impl Checker<'_> {
    /// The facets of one step.
    pub(super) fn check_facets(&mut self, id: usize) {
        let simple = self.simples[id].clone();
        let base = simple.base;
        for facet in &simple.step {
            if !applies(&simple.variety, &self.mapping.scalars[base].kind, facet.name) {
                let message = format!("the type has no facet `{}` (cos-applicable-facets)", facet.name);
                self.facet_flaw(facet.place, message);
                continue;
            }
            if let Some(flaw) = self.facet_value_flaw(base, facet) {
                self.facet_flaw(facet.place, flaw);
                continue;
            }
            if let Some(flaw) = self.facet_restriction_flaw(base, facet) {
                self.facet_flaw(facet.place, flaw);
            }
        }
        self.facets_together(id, &simple.step, simple.place);
    }

    fn facet_flaw(&mut self, place: Place, message: String) {
        self.report(place, Code::FacetInvalid, message);
    }

    /// Whether the value of a facet is one.
    fn facet_value_flaw(&self, base: usize, facet: &Facet) -> Option<String> {
        let shown = short(&facet.value);
        match facet.name {
            "pattern" => to_regex(&facet.value)
                .err()
                .map(|why| format!("the pattern `{shown}` is none: {why} (pattern-valid)")),
            "enumeration" => {
                let raw = self.node(facet.place).attribute("value").unwrap_or_default();
                let flaw = match self.value_flaw(base, raw, facet.place) {
                    None if self.names_no_notation(base, raw, facet.place) => "is no notation".to_owned(),
                    flaw => flaw?,
                };
                Some(format!("the value `{shown}` {flaw} (enumeration-valid-restriction)"))
            }
            "minInclusive" | "maxInclusive" | "minExclusive" | "maxExclusive" => {
                // an exclusive bound may be the bound of the base itself
                let primitive = self.primitive(base);
                let flaw = self.value_flaw(primitive, &facet.value, facet.place)?;
                Some(format!("`{}`: `{shown}` {flaw} ({}-valid-restriction)", facet.name, facet.name))
            }
            _ => None,
        }
    }

    /// Whether a value of NOTATION is not declared as one.
    fn names_no_notation(&self, base: usize, raw: &str, at: Place) -> bool {
        let is_notation =
            self.built_in.get("NOTATION").is_some_and(|own| self.simple_derives_from(base, *own));
        let (prefix, local) = split(raw.trim());
        let namespace = self.node(at).namespace_of(prefix).unwrap_or_default();
        let namespace = if namespace.is_empty() && self.closure.schemas[at.unit].chameleon {
            self.target(at.unit)
        } else {
            namespace
        };
        is_notation && self.find(Symbol::Notation, &QName::new(namespace, local), None).is_none()
    }

    /// The type at the end of the chain of restrictions that has all values.
    fn primitive(&self, mut id: usize) -> usize {
        while self.simples[id].place.is_some() && self.simples[id].base != id {
            id = self.simples[id].base;
        }
        // integers are decimals with a lexical space of their own
        while self.simples[self.simples[id].base].variety == Variety::Atomic
            && self.mapping.scalars[id].kind == self.mapping.scalars[self.simples[id].base].kind
        {
            id = self.simples[id].base;
        }
        id
    }

    /// Whether a step widens what its base allows.
    fn facet_restriction_flaw(&self, base: usize, facet: &Facet) -> Option<String> {
        let scalar = &self.mapping.scalars[base];
        let facets = &scalar.facets;
        let number = facet.value.trim().trim_start_matches('+').parse::<u64>().ok();
        let name = facet.name;
        let wider = format!("`{name}` allows more than the base does ({name}-valid-restriction)");
        let fixed = self.simples[base].fixed.contains(&name);
        let changed = |before: Option<u64>| fixed && before.is_some_and(|before| Some(before) != number);
        let fixed_flaw = || Some(format!("`{name}` is fixed in the base (st-restrict-facets)"));
        let above = |limit: Option<u64>| limit.is_some_and(|limit| number.is_some_and(|n| n > limit));
        let below = |limit: Option<u64>| limit.is_some_and(|limit| number.is_some_and(|n| n < limit));
        match name {
            "length" if changed(facets.length) => fixed_flaw(),
            "length" => (facets.length.is_some() && facets.length != number
                || below(facets.min_length)
                || above(facets.max_length))
            .then_some(wider),
            "minLength" if changed(facets.min_length) => fixed_flaw(),
            "minLength" => (below(facets.min_length)).then_some(wider),
            "maxLength" if changed(facets.max_length) => fixed_flaw(),
            "maxLength" => (above(facets.max_length)).then_some(wider),
            "totalDigits" if changed(facets.total_digits.map(u64::from)) => fixed_flaw(),
            "totalDigits" => above(facets.total_digits.map(u64::from)).then_some(wider),
            "fractionDigits" if scalar.kind == ScalarKind::Integer && number != Some(0) => Some(wider),
            "fractionDigits" if changed(facets.fraction_digits.map(u64::from)) => fixed_flaw(),
            "fractionDigits" => above(facets.fraction_digits.map(u64::from)).then_some(wider),
            "whiteSpace" => {
                let rank = |text: &str| match text.trim() {
                    "preserve" => 0,
                    "replace" => 1,
                    _ => 2,
                };
                let before = match scalar.white_space {
                    WhiteSpace::Preserve => 0,
                    WhiteSpace::Replace => 1,
                    WhiteSpace::Collapse => 2,
                };
                let now = rank(&facet.value);
                if fixed && now != before { fixed_flaw() } else { (now < before).then_some(wider) }
            }
            "minInclusive" | "maxInclusive" | "minExclusive" | "maxExclusive" => {
                let before = match name {
                    "minInclusive" => &facets.min_inclusive,
                    "maxInclusive" => &facets.max_inclusive,
                    "minExclusive" => &facets.min_exclusive,
                    _ => &facets.max_exclusive,
                };
                let same = |before: &String| self.order(base, &facet.value, before) == Some(Ordering::Equal);
                if fixed && before.as_ref().is_some_and(|before| !same(before)) {
                    return fixed_flaw();
                }
                self.is_outside(base, facet).then_some(wider)
            }
            _ => None,
        }
    }

    /// Whether a bound lies outside of the base's bounds.
    fn is_outside(&self, base: usize, facet: &Facet) -> bool {
        let facets = &self.mapping.scalars[base].facets;
        let exclusive = facet.name.ends_with("Exclusive");
        let lower = facet.name.starts_with("min");
        let against = |bound: &Option<String>, wrong: &[Ordering]| {
            bound.as_ref().is_some_and(|bound| {
                self.order(base, &facet.value, bound).is_some_and(|order| wrong.contains(&order))
            })
        };
        let (less, equal, greater) = (Ordering::Less, Ordering::Equal, Ordering::Greater);
        // an exclusive lower bound may be the base's exclusive lower bound, an inclusive one may not
        let min_exclusive: &[Ordering] = if exclusive && lower { &[less] } else { &[less, equal] };
        let max_exclusive: &[Ordering] = if exclusive && !lower { &[greater] } else { &[greater, equal] };
        let min_inclusive: &[Ordering] = if exclusive && !lower { &[less, equal] } else { &[less] };
        let max_inclusive: &[Ordering] = if exclusive && lower { &[greater, equal] } else { &[greater] };
        against(&facets.min_exclusive, min_exclusive)
            || against(&facets.max_exclusive, max_exclusive)
            || against(&facets.min_inclusive, min_inclusive)
            || against(&facets.max_inclusive, max_inclusive)
    }

    /// Facets that do not go together.
    fn facets_together(&mut self, id: usize, step: &[Facet], place: Option<Place>) {
        let Some(place) = place else { return };
        let at = step.first().map_or(place, |facet| facet.place);
        let has = |name: &str| step.iter().any(|facet| facet.name == name);
        let facets = self.mapping.scalars[id].facets.clone();
        let mut flaws = Vec::new();
        if has("minInclusive") && has("minExclusive") {
            flaws.push("`minInclusive` and `minExclusive` exclude each other (minInclusive-minExclusive)");
        }
        if has("maxInclusive") && has("maxExclusive") {
            flaws.push("`maxInclusive` and `maxExclusive` exclude each other (maxInclusive-maxExclusive)");
        }
        if has("length") && (has("minLength") || has("maxLength")) {
            flaws.push("`length` excludes `minLength` and `maxLength` (length-minLength-maxLength)");
        }
        if facets.min_length.zip(facets.max_length).is_some_and(|(min, max)| min > max) {
            flaws.push("`minLength` is greater than `maxLength` (minLength-less-than-equal-to-maxLength)");
        }
        if facets.fraction_digits.zip(facets.total_digits).is_some_and(|(fraction, total)| fraction > total) {
            flaws.push("`fractionDigits` is greater than `totalDigits` (fractionDigits-totalDigits)");
        }
        let own =
            ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"].iter().any(|name| has(name));
        let (low, high) = (
            facets.min_inclusive.as_deref().or(facets.min_exclusive.as_deref()),
            facets.max_inclusive.as_deref().or(facets.max_exclusive.as_deref()),
        );
        let one_inclusive = facets.min_inclusive.is_some() != facets.max_inclusive.is_some();
        if own
            && let (Some(low), Some(high)) = (low, high)
            && let Some(order) = self.order(id, low, high)
            && (order == Ordering::Greater || order == Ordering::Equal && one_inclusive)
        {
            flaws.push(
                "the lower bound is above the upper one (minInclusive-less-than-equal-to-maxInclusive)",
            );
        }
        for flaw in flaws {
            self.facet_flaw(at, flaw.to_owned());
        }
    }
}

/// Applicable Facets (part 2, section 4.1.5).
fn applies(variety: &Variety, kind: &ScalarKind, facet: &str) -> bool {
    if matches!(facet, "pattern" | "enumeration") {
        return !matches!(kind, ScalarKind::Boolean if facet == "enumeration")
            || matches!(variety, Variety::List(_));
    }
    let length = matches!(facet, "length" | "minLength" | "maxLength");
    match variety {
        Variety::Any | Variety::Union(_) => false,
        Variety::List(_) => length || facet == "whiteSpace",
        Variety::Atomic => match kind {
            ScalarKind::String
            | ScalarKind::AnyUri
            | ScalarKind::HexBinary
            | ScalarKind::Base64Binary
            | ScalarKind::QName => length || facet == "whiteSpace",
            ScalarKind::Boolean => facet == "whiteSpace",
            ScalarKind::Integer | ScalarKind::Decimal => !length,
            _ => !length && !matches!(facet, "totalDigits" | "fractionDigits"),
        },
    }
}
