// SPDX-License-Identifier: EUPL-1.2
//! The parts that dates and times are written in.

/// Years have no greatest number of digits; nine keep all arithmetic in `i64`.
const YEAR_DIGITS: usize = 9;

/// What is left of a text.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub(super) fn take(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    pub(super) fn expect(&mut self, expected: &str) -> Option<()> {
        self.take(expected).then_some(())
    }

    pub(super) fn digits(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.at += length;
        &rest[..length]
    }

    pub(super) fn two(&mut self, least: u8, greatest: u8) -> Option<u8> {
        let bytes = self.rest().as_bytes();
        let (tens, ones) = (bytes.first()?, bytes.get(1)?);
        if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
            return None;
        }
        self.at += 2;
        let value = (tens - b'0') * 10 + (ones - b'0');
        (least..=greatest).contains(&value).then_some(value)
    }

    pub(super) fn year(&mut self) -> Option<i64> {
        let negative = self.take("-");
        let digits = self.digits();
        let well_written = digits.len() == 4 || (digits.len() > 4 && !digits.starts_with('0'));
        if !well_written || digits.len() > YEAR_DIGITS {
            return None;
        }
        match digits.parse::<i64>().ok()? {
            0 => None,
            year => Some(if negative { 1 - year } else { year }),
        }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    /// A zone, in minutes east of UTC, that is all that is left.
    pub(super) fn zone(&mut self) -> Option<i16> {
        let zone = if self.take("Z") {
            0
        } else {
            let negative = self.take("-");
            if !negative {
                self.expect("+")?;
            }
            let hours = self.two(0, 14)?;
            self.expect(":")?;
            let minutes = self.two(0, if hours == 14 { 0 } else { 59 })?;
            let zone = i16::from(hours) * 60 + i16::from(minutes);
            if negative { -zone } else { zone }
        };
        self.is_at_end().then_some(zone)
    }
}
