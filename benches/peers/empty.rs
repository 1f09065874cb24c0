//! A process that does nothing: what `cargo xtask bench` measures the executables against.

fn main() {}
