// SPDX-License-Identifier: EUPL-1.2
//! One message being made.

use fachwerk_contract::schema::ProcessContents;
use fachwerk_mapping::{
    ContentKind, FamilyId, FamilyKind, Field, FieldKind, Mapping, ScalarId, Struct, StructId, ValueType,
};
use fachwerk_message::value::white_space;
use fachwerk_message::{CodecError, ErrorKind, Recorded, Recorder, Result, Sink};
use fastrand::Rng;

use crate::content::Selection;
use crate::identity::Role;
use crate::plan::can_be_nil;
use crate::sampler::Sampler;
use crate::{scalar, wildcard};

/// A message, before references are resolved.
pub(crate) struct Message {
    pub(crate) recorded: Recorded,
    pub(crate) ids: Vec<String>,
    pub(crate) references: usize,
}

/// What a declaration says about the value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Declared<'m> {
    fixed: Option<&'m str>,
    default: Option<&'m str>,
}

pub(crate) struct Generator<'s, 'm> {
    pub(crate) sampler: &'s Sampler<'m>,
    pub(crate) mapping: &'m Mapping,
    pub(crate) rng: Rng,
    /// How likely an optional part is there.
    pub(crate) optional: f64,
    /// Leave out references that need not be.
    pub(crate) avoid_references: bool,
    pub(crate) nodes: usize,
    pub(crate) out: Recorder,
    ids: Vec<String>,
    references: usize,
    /// The text of the value that was said last, if it is a simple one.
    pub(crate) last: Option<(ScalarId, String)>,
    /// Types that members of open objects are named to be of: key, type.
    pub(crate) type_names: Vec<(String, String)>,
}

/// Mixed content decides by itself whether it is empty.
fn always_mixed(structure: &Struct, selection: &mut Selection) {
    let content = structure.fields.iter().position(|f| matches!(f.kind, FieldKind::Group) && f.array);
    if let Some(index) = content.map(|index| index as u16)
        && selection.iter().all(|(selected, _)| *selected != index)
    {
        selection.push((index, 1));
    }
}

impl<'s, 'm> Generator<'s, 'm> {
    pub(crate) fn new(sampler: &'s Sampler<'m>, rng: Rng, optional: f64, avoid_references: bool) -> Self {
        Self {
            sampler,
            mapping: sampler.mapping,
            rng,
            optional,
            avoid_references,
            nodes: 0,
            out: Recorder::new(),
            ids: Vec::new(),
            references: 0,
            last: None,
            type_names: Vec::new(),
        }
    }

    pub(crate) fn message(mut self, root: StructId) -> Result<Message> {
        self.structure(root, 1, Declared::default())?;
        Ok(Message { recorded: self.out.finish(), ids: self.ids, references: self.references })
    }

    /// Whether something that need not be is there. `needs`: levels that it has at least.
    pub(crate) fn chooses(&mut self, depth: usize, needs: usize) -> bool {
        let fits = depth.saturating_add(needs) <= self.sampler.options.max_depth
            && self.nodes < self.sampler.options.max_nodes;
        fits && self.rng.f64() < self.optional
    }

    /// An object. `declared`: what the element around it says about its text.
    pub(crate) fn structure(&mut self, id: StructId, depth: usize, declared: Declared<'m>) -> Result<()> {
        self.nodes += 1;
        self.out.begin_struct(id, false)?;
        let named = self.type_names.len();
        self.attributes(id)?;
        let structure = self.mapping.structure(id);
        match structure.content {
            ContentKind::Empty => {}
            ContentKind::Mixed | ContentKind::Simple | ContentKind::Elements => {
                let mut selection = self.selection(structure, depth);
                if structure.content == ContentKind::Mixed {
                    always_mixed(structure, &mut selection);
                }
                for (index, count) in selection {
                    let field = &structure.fields[usize::from(index)];
                    if structure.content == ContentKind::Mixed && field.array {
                        self.mixed(field, index, structure.mixed.as_ref(), depth, declared.fixed)?;
                    } else {
                        self.field((id, index), count, depth, declared)?;
                    }
                }
            }
        }
        self.say_type_names(structure, named)?;
        self.out.end_struct()
    }

    fn attributes(&mut self, id: StructId) -> Result<()> {
        let structure = self.mapping.structure(id);
        for (index, field) in structure.fields.iter().enumerate().take(usize::from(structure.first_child)) {
            let index = index as u16;
            if let FieldKind::AnyAttribute(any) = &field.kind {
                if self.sampler.options.typical {
                    continue;
                }
                let attributes = wildcard::attributes(&mut self.rng, any);
                if !attributes.is_empty() && self.chooses(0, 0) {
                    self.out.begin_field(index)?;
                    for (name, value) in attributes {
                        self.out.attribute(&name, &value)?;
                    }
                    self.out.end_field()?;
                }
            } else if field.min > 0 || (self.allows(structure, field) && self.chooses(0, 0)) {
                self.field((id, index), 1, 0, Declared::default())?;
            }
        }
        Ok(())
    }

    /// Whether an optional field can be there at all.
    pub(crate) fn allows(&self, structure: &Struct, field: &Field) -> bool {
        let refers = matches!(field.value, ValueType::Scalar(id) if Role::of(self.mapping, id).refers());
        !(refers && self.avoid_references)
            && self.sampler.plan.field_value(self.mapping, structure, field) != crate::plan::NEVER
    }

    /// A member with so many values: which member of which object.
    pub(crate) fn field(
        &mut self,
        member: (StructId, u16),
        count: u32,
        depth: usize,
        declared: Declared<'m>,
    ) -> Result<()> {
        let field = &self.mapping.structure(member.0).fields[usize::from(member.1)];
        self.out.begin_field(member.1)?;
        if let (FieldKind::Group, ValueType::Struct(item)) = (&field.kind, field.value) {
            self.group(field, item, count, depth)?;
        } else {
            for at in 0..count {
                self.last = None;
                self.value(field, member, depth, declared)?;
                self.name_type(field, at);
            }
        }
        self.out.end_field()
    }

    fn value(
        &mut self,
        field: &'m Field,
        member: (StructId, u16),
        depth: usize,
        around: Declared<'m>,
    ) -> Result<()> {
        self.nodes += 1;
        let declared = match field.kind {
            FieldKind::Text => around,
            FieldKind::Attribute(_) => Declared { fixed: field.fixed.as_deref(), default: None },
            _ => Declared { fixed: field.fixed.as_deref(), default: field.default.as_deref() },
        };
        let plan = &self.sampler.plan;
        let full = plan.value(self.mapping, field.value);
        let nil =
            can_be_nil(self.mapping, field)
                && (depth.saturating_add(full)
                    > self.sampler.options.max_depth.max(
                        depth + plan.field_value(self.mapping, self.mapping.structure(member.0), field),
                    )
                    || self.rng.f64() < self.sampler.options.nil_probability);
        if nil {
            return self.nil(field.value);
        }
        match (&field.kind, field.value) {
            (FieldKind::Any(any), _) => {
                let element = if any.process == ProcessContents::Strict {
                    let owner = self.mapping.structure(member.0);
                    let name = self.sampler.plan.empty.choose(&mut self.rng, self.mapping, owner, any);
                    name.map(|name| wildcard::empty(self.mapping.namespace(name.namespace), &name.local))
                } else {
                    None
                };
                let typical = self.sampler.options.typical;
                let element = element.unwrap_or_else(|| wildcard::element(&mut self.rng, any, typical));
                self.out.xml(&element)
            }
            (FieldKind::Substitution, ValueType::Family(id)) => {
                let taken = self.sampler.taken.get(&member).map_or(&[][..], Vec::as_slice);
                self.alternative(id, depth, declared, taken)
            }
            (kind, ValueType::Xml) => {
                let name = match kind {
                    FieldKind::Element(name) => Some(name),
                    _ => None,
                };
                let (namespace, local) =
                    name.map_or(("", "any"), |n| (self.mapping.namespace(n.namespace), n.local.as_str()));
                let element = wildcard::named(&mut self.rng, namespace, local, self.sampler.options.typical);
                self.out.xml(&element)
            }
            (_, value) => self.plain(value, depth, declared),
        }
    }

    /// An element that is nil, with the attributes it must have.
    fn nil(&mut self, value: ValueType) -> Result<()> {
        let id = match value {
            ValueType::Struct(id) => id,
            ValueType::Family(family) => {
                let family = self.mapping.family(family);
                match family.declared.and_then(|d| family.variants.get(usize::from(d))).map(|v| v.value) {
                    Some(ValueType::Struct(id)) => id,
                    _ => return self.out.nil(),
                }
            }
            _ => return self.out.nil(),
        };
        let structure = self.mapping.structure(id);
        let attributes = usize::from(structure.first_child);
        if structure.fields.iter().take(attributes).all(|field| field.min == 0) {
            return self.out.nil();
        }
        self.out.begin_struct(id, true)?;
        self.attributes(id)?;
        self.out.end_struct()
    }

    fn plain(&mut self, value: ValueType, depth: usize, declared: Declared<'m>) -> Result<()> {
        match value {
            ValueType::Scalar(id) => self.scalar(id, declared),
            ValueType::Struct(id) => self.structure(id, depth + 1, declared),
            ValueType::Family(id) => self.alternative(id, depth, declared, &[]),
            // A value of this kind stands only where its field says more about it.
            ValueType::Xml => {
                self.out.xml(&wildcard::named(&mut self.rng, "", "any", self.sampler.options.typical))
            }
            ValueType::Attributes => Ok(()),
        }
    }

    /// `taken`: alternatives that would be read as another member.
    fn alternative(
        &mut self,
        id: FamilyId,
        depth: usize,
        declared: Declared<'m>,
        taken: &[u16],
    ) -> Result<()> {
        let family = self.mapping.family(id);
        let plan = &self.sampler.plan;
        let mut needs: Vec<usize> =
            family.variants.iter().map(|v| plan.value(self.mapping, v.value)).collect();
        for variant in taken {
            if let Some(needs) = needs.get_mut(usize::from(*variant)) {
                *needs = crate::plan::NEVER;
            }
        }
        let chosen = self.cheapest_or_any(&needs, depth);
        let Some(variant) = chosen.and_then(|index| family.variants.get(index)) else {
            return Err(CodecError::new(
                ErrorKind::Unsupported,
                format!("`{}` has no alternative that can be sampled", family.name),
            ));
        };
        let index = chosen.unwrap_or(0) as u16;
        // A variant that is followed by another has to be there, or the other would be taken for it.
        if family.declared != Some(index) || matches!(variant.value, ValueType::Family(_)) {
            self.out.variant(id, index)?;
        }
        let nil = family.kind == FamilyKind::Substitution
            && variant.nillable
            && declared.fixed.is_none()
            && self.rng.f64() < self.sampler.options.nil_probability;
        match variant.value {
            value @ (ValueType::Scalar(_) | ValueType::Struct(_) | ValueType::Xml) if nil => self.nil(value),
            ValueType::Xml => {
                let namespace = self.mapping.namespace(variant.name.namespace);
                let element = wildcard::named(
                    &mut self.rng,
                    namespace,
                    &variant.name.local,
                    self.sampler.options.typical,
                );
                self.out.xml(&element)
            }
            value => self.plain(value, depth, declared),
        }
    }

    /// One of several by the levels that each needs: any that fits, else the one that needs the least.
    pub(crate) fn cheapest_or_any(&mut self, needs: &[usize], depth: usize) -> Option<usize> {
        let room = self.sampler.options.max_depth.saturating_sub(depth);
        let tight = self.nodes >= self.sampler.options.max_nodes;
        let least = needs.iter().copied().min().filter(|least| *least != crate::plan::NEVER)?;
        let limit = if tight { least } else { least.max(room) };
        let mut fitting = needs
            .iter()
            .enumerate()
            .filter(|(_, n)| **n <= limit && **n != crate::plan::NEVER)
            .map(|(i, _)| i);
        if self.sampler.options.typical {
            return fitting.next();
        }
        let fitting: Vec<usize> = fitting.collect();
        self.rng.choice(fitting)
    }

    fn scalar(&mut self, id: ScalarId, declared: Declared<'m>) -> Result<()> {
        if let Some(fixed) = declared.fixed {
            return self.out.scalar(id, &white_space(self.mapping.scalar(id), fixed));
        }
        self.last = None;
        match Role::of(self.mapping, id) {
            Role::None => {
                let text = scalar::value(self.sampler, &mut self.rng, id)?;
                match declared.default {
                    // An empty element would have its default value.
                    Some(default) if text.is_empty() => {
                        self.out.scalar(id, &white_space(self.mapping.scalar(id), default))
                    }
                    _ => {
                        self.out.scalar(id, &text)?;
                        self.last = Some((id, text));
                        Ok(())
                    }
                }
            }
            Role::Id => {
                let mut text = format!("id{}", self.ids.len() + 1);
                if !self.sampler.options.typical {
                    text.push('-');
                    text.push(self.rng.lowercase());
                }
                self.out.scalar(id, &text)?;
                self.ids.push(text);
                Ok(())
            }
            Role::Reference => {
                self.references += 1;
                self.out.scalar(id, "?")
            }
            Role::References => {
                self.references += 1;
                let text = vec!["?"; self.rng.usize(1..=3)].join(" ");
                self.out.scalar(id, &text)
            }
        }
    }
}
