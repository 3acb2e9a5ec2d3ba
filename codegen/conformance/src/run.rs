// SPDX-License-Identifier: EUPL-1.2
//! All cases, several at a time; whatever one of them does, the others go on.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use crate::deadline::Deadline;
use crate::examine::examine;
use crate::{Case, Check, Finding, Options, Record};

/// A case asks for the time between samples; one that does not ask for so long is left behind.
const GRACE: Duration = Duration::from_secs(30);
/// Stack of a case's thread. Only the pages used are memory.
const STACK: usize = 32 << 20;

thread_local! {
    /// What the last panic of this thread said, and where.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Measure all cases, and tell `done` each record in the order of the cases.
///
/// Each case has a thread of its own. A panic is a finding; a case that takes longer than
/// [`Options::timeout`] is called off, and left behind with its thread if it does not heed that.
pub fn run(cases: &[Case], options: &Options, mut done: impl FnMut(&Record)) {
    remember_panics();
    let (sender, receiver) = channel();
    let mut waiting: VecDeque<usize> = (0..cases.len()).collect();
    let mut running: BTreeMap<usize, Deadline> = BTreeMap::new();
    let mut finished: BTreeMap<usize, Record> = BTreeMap::new();
    let mut next = 0;
    while next < cases.len() {
        while running.len() < options.jobs.max(1)
            && let Some(index) = waiting.pop_front()
        {
            let deadline = Deadline::after(options.timeout);
            match start(index, &cases[index], options, &deadline, &sender) {
                Ok(()) => {
                    running.insert(index, deadline);
                }
                Err(message) => {
                    finished.insert(index, failed(&cases[index], message));
                }
            }
        }
        let last = running.values().map(Deadline::at).min().unwrap_or_else(Instant::now) + GRACE;
        if !running.is_empty() {
            match receiver.recv_timeout(last.saturating_duration_since(Instant::now())) {
                Ok((index, record)) => {
                    // One that was left behind and came back nevertheless has its record already.
                    if running.remove(&index).is_some() {
                        finished.insert(index, record);
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    let late: Vec<usize> = running
                        .iter()
                        .filter(|(_, deadline)| Instant::now() >= deadline.at() + GRACE)
                        .map(|(index, _)| *index)
                        .collect();
                    for index in late {
                        if let Some(deadline) = running.remove(&index) {
                            deadline.call_off();
                        }
                        let message = "FW-1706: the case does not end and is left behind".to_owned();
                        finished.insert(index, failed(&cases[index], message));
                    }
                }
            }
        }
        while let Some(record) = finished.remove(&next) {
            done(&record);
            next += 1;
        }
    }
}

fn start(
    index: usize,
    case: &Case,
    options: &Options,
    deadline: &Deadline,
    sender: &Sender<(usize, Record)>,
) -> Result<(), String> {
    let (case, options, deadline, sender) =
        (case.clone(), Arc::new(options.clone()), deadline.clone(), sender.clone());
    let thread = std::thread::Builder::new().name(format!("conformance-{index}")).stack_size(STACK);
    let started = thread.spawn(move || {
        let began = Instant::now();
        let record =
            catch_unwind(AssertUnwindSafe(|| examine(&case, &options, &deadline))).unwrap_or_else(|_| {
                let said = PANIC.with(RefCell::take).unwrap_or_else(|| "a panic".to_owned());
                let mut record = failed(&case, format!("FW-1707: panic: {said}"));
                record.total_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                record
            });
        // Nobody listens any more where the case was left behind.
        let _ = sender.send((index, record));
    });
    started.map(drop).map_err(|e| format!("FW-1707: no thread could be started: {e}"))
}

fn failed(case: &Case, message: String) -> Record {
    let mut record = Record::new(case);
    record.bad(Finding::new(Check::Run, case.label.clone(), message));
    record.close();
    record
}

/// Keep what a panic says on threads of cases, instead of printing it.
fn remember_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !std::thread::current().name().is_some_and(|name| name.starts_with("conformance-")) {
                before(info);
                return;
            }
            PANIC.with(|panic| {
                let payload = info.payload();
                let text = payload.downcast_ref::<&str>().map(|s| (*s).to_owned());
                let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
                let place = info.location().map(ToString::to_string).unwrap_or_default();
                *panic.borrow_mut() = Some(format!("{} ({place})", text.unwrap_or_default()));
            });
        }));
    });
}
