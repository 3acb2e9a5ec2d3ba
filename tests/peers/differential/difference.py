# SPDX-License-Identifier: EUPL-1.2
"""Two trees of one message held against each other: every difference, with its place."""

import dataclasses
import re

from tree import NotOfItsType, canonical, guessed


@dataclasses.dataclass
class Difference:
    """What is not the same at one place."""

    what: str  # `value`, `missing` (theirs has it not), `surplus` (ours has it not), `nil`, `type`, `refused`, `unreadable`
    path: str
    kind: str
    ours: object
    theirs: object
    # What is around it, for those who explain: `mixed`, `repeated`, `attribute`.
    around: frozenset = frozenset()


def same_text(kind, ours, theirs, canonical_of_theirs):
    if isinstance(ours, list) or isinstance(theirs, list):
        if isinstance(ours, list) and isinstance(theirs, str):
            theirs = [item for item in re.split("[ \t\r\n]+", theirs) if item]
        if isinstance(theirs, list) and not isinstance(ours, list):
            ours = [] if ours is None else [ours]
        mine = ours or []
        yours = theirs if isinstance(theirs, list) else [] if theirs is None else [theirs]
        return len(mine) == len(yours) and all(same_text(kind, a, b, canonical_of_theirs) for a, b in zip(mine, yours))
    if ours is None or theirs is None:
        return (ours or "") == (theirs or "")
    try:
        if kind in ("untyped", "anySimpleType") and not isinstance(theirs, str):
            return guessed(ours.strip(), theirs) == canonical_of_theirs(kind, theirs)
        mine = canonical(kind, ours)
    except NotOfItsType:
        return False
    try:
        yours = canonical_of_theirs(kind, theirs)
    except (NotOfItsType, ValueError):
        return False
    return mine == yours


def compare(ours, theirs, canonical_of_theirs, path="", around=frozenset(), types=True):
    """All differences."""
    found = []
    if ours.nil != theirs.nil:
        children = [name for name, _ in ours.children if name != "(headers)"]
        within = around if ours.value or ours.attributes or children else around | {"empty"}
        if isinstance(ours.value, str) and not ours.value.strip():
            within |= {"blank"}
        found.append(Difference("nil", path, ours.kind, ours.nil, theirs.nil, within))
        if theirs.nil:
            return found
    if ours.array:
        theirs.children = [("item", child) for _, child in theirs.children]
        if theirs.items is not None:
            theirs.children, theirs.value = [("item", item) for item in theirs.items], None
        theirs.attributes.pop("arrayType", None)
    if types and local(ours.xsi_type) != local(theirs.xsi_type):
        found.append(Difference("type", path, ours.kind, ours.xsi_type, theirs.xsi_type, around))
    if ours.mixed:
        around = around | {"mixed"}
    if ours.wild:
        around = around | {"wild"}
    if not ours.nil and (ours.value is not None or theirs.value is not None):
        if not same_text(ours.kind, ours.value, theirs.value, canonical_of_theirs):
            found.append(Difference("value", path, ours.kind, ours.value, theirs.value, around))
    for name in ours.attributes.keys() | theirs.attributes.keys():
        place, within = f"{path}/@{name}", around | {"attribute"}
        mine, yours = ours.attributes.get(name), theirs.attributes.get(name)
        if yours is None:
            found.append(Difference("missing", place, mine.kind, mine.value, None, within))
        elif mine is None and name in ours.defaults:
            default = ours.defaults[name]
            what = "default" if same_text(default.kind, default.value, yours.value, canonical_of_theirs) else "surplus"
            found.append(Difference(what, place, default.kind, default.value, yours.value, within))
        elif mine is None:
            found.append(Difference("surplus", place, "", None, yours.value, within))
        else:
            found += compare(mine, yours, canonical_of_theirs, place, within, False)
    mine, yours = ours.by_name(), theirs.by_name()
    for name in [*mine, *(name for name in yours if name not in mine)]:
        place = f"{path}/{name}"
        left, right = mine.get(name, []), yours.get(name, [])
        within = around | {"repeated"} if len(left) > 1 else around
        within = within | {"array"} if ours.array else within
        for number, (a, b) in enumerate(zip(left, right)):
            found += compare(a, b, canonical_of_theirs, f"{place}[{number + 1}]" if len(left) > 1 else place, within, types)
        for a in left[len(right) :]:
            empty = "nil" if a.nil else "empty" if not (a.value or a.attributes or a.children) else "full"
            wild = {"wild"} if a.wild else set()
            found.append(Difference("missing", place, a.kind, shown(a), None, within | {empty} | wild))
        for b in right[len(left) :]:
            found.append(Difference("surplus", place, b.kind, None, shown(b), within))
    return found


def shown(node):
    if node.value is not None:
        return node.value
    return [name for name, _ in node.children] or list(node.attributes) or ("nil" if node.nil else "")


def local(name):
    return None if name is None else name.rpartition("}")[2]
