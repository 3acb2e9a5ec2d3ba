// SPDX-License-Identifier: EUPL-1.2
//! What the system says about this process (proc(5)).

use std::fs;

/// Clock ticks a second in `/proc`; Linux has it fixed for user space on every platform it runs on.
const TICKS: f64 = 100.0;
/// Bytes of a page as `/proc/self/status` spares us: it tells kibibytes.
const KIB: u64 = 1024;

/// What the system says about this process.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Process {
    pub(crate) resident_bytes: u64,
    pub(crate) threads: u64,
    pub(crate) descriptors: u64,
    pub(crate) cpu_seconds: f64,
}

impl Process {
    /// `None` where there is no `/proc`.
    pub(crate) fn read() -> Option<Self> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        let descriptors = fs::read_dir("/proc/self/fd").ok()?.count() as u64;
        Self::parse(&status, &stat, descriptors)
    }

    fn parse(status: &str, stat: &str, descriptors: u64) -> Option<Self> {
        let number = |name: &str| -> Option<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_ascii_whitespace().next()?.parse().ok()
        };
        // The second field is the name in parentheses and may hold anything, spaces and parentheses too.
        let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
        let mut ticks = || fields.next()?.parse::<u32>().ok();
        Some(Self {
            resident_bytes: number("VmRSS:")? * KIB,
            threads: number("Threads:")?,
            descriptors,
            cpu_seconds: (f64::from(ticks()?) + f64::from(ticks()?)) / TICKS,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_behind_any_name() {
        let status = "Name:\tx\nVmRSS:\t    2048 kB\nThreads:\t3\n";
        let stat = "7 (a) b) c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20";
        let process = Process::parse(status, stat, 9).unwrap();
        assert_eq!(
            process,
            Process { resident_bytes: 2 << 20, threads: 3, descriptors: 9, cpu_seconds: 3.0 }
        );
    }

    #[test]
    fn this_process_is_there() {
        let process = Process::read().unwrap();
        assert!(process.resident_bytes > 0 && process.threads > 0 && process.descriptors > 0);
    }
}
