//! Bounds for one input: ten seconds and a gibibyte, which is a thousand times what any input here should
//! need, so that a slow machine never fails a run.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// An input that takes longer fails its target.
const LONGEST: Duration = Duration::from_secs(10);

/// An input that takes as long as this hangs: nobody waits for it any more.
const HANGS: Duration = Duration::from_secs(60);

/// Bytes that the process may hold.
const MOST_MEMORY: u64 = 1 << 30;

/// The inputs that are being tried, by target, and since when.
static RUNNING: Mutex<Vec<(&str, Instant)>> = Mutex::new(Vec::new());

/// What `run` returns, unless it takes too long.
pub(crate) fn bounded<T>(target: &'static str, run: impl FnOnce() -> T) -> T {
    watch();
    let started = Instant::now();
    let _running = Running::new(target, started);
    let made = run();
    let taken = started.elapsed();
    assert!(taken < LONGEST, "{target}: one input took {taken:?}");
    made
}

struct Running(&'static str, Instant);

impl Running {
    fn new(target: &'static str, started: Instant) -> Self {
        RUNNING.lock().expect("no panic while it is held").push((target, started));
        Self(target, started)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut running = RUNNING.lock().expect("no panic while it is held");
        running.retain(|it| *it != (self.0, self.1));
    }
}

/// Starts the thread that ends the process when an input hangs or memory grows without end. Neither can
/// be caught from within.
fn watch() {
    static WATCHING: std::sync::Once = std::sync::Once::new();
    WATCHING.call_once(|| {
        std::thread::spawn(|| {
            loop {
                std::thread::sleep(Duration::from_millis(100));
                look();
            }
        });
    });
}

fn look() {
    let running = RUNNING.lock().expect("no panic while it is held");
    let hanging = running.iter().find(|(_, since)| since.elapsed() > HANGS);
    let memory = memory();
    if hanging.is_none() && memory < MOST_MEMORY {
        return;
    }
    eprintln!("{memory} bytes of memory are held; these inputs are being tried: {running:?}");
    eprintln!("`cargo bolero test TARGET --sanitizer NONE` writes the input to a file");
    std::process::abort();
}

/// Bytes that the process holds, where the system says.
fn memory() -> u64 {
    const PAGE: u64 = 4096;
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0) * PAGE
}
