// SPDX-License-Identifier: EUPL-1.2
//! `mr:Merkmale`.

use super::money;
use crate::record::Remark;
use crate::xml::Writer;

pub(super) fn write(out: &mut Writer, remarks: &[Remark]) {
    if remarks.is_empty() {
        return;
    }
    out.open("mr:merkmale", &[]);
    for remark in remarks {
        match remark {
            Remark::Note(text) => out.leaf("mr:vermerk", text),
            Remark::Deadline(day) => out.leaf("mr:frist", &day.to_string()),
            Remark::Claim(amount) => money::write(out, "mr:forderung", amount),
        }
    }
    out.close("mr:merkmale");
}
