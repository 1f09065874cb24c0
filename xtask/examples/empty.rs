//! A process that does nothing: what `benches/start-up.sh` measures the executables against.

fn main() {}
