//! What there is to say about a finding code, a gate, a criterion and an executable. `ray-gates explain`,
//! the book and the manual pages all say this.

mod code;
mod criterion;
mod executable;
mod gate;
mod index;
mod setting;

pub use code::code;
pub use criterion::{Asked, criterion, of_gate as criteria};
pub use executable::{executable, ray_gates, what_it_does};
pub use gate::gate;
pub use index::{all_codes, all_executables, all_gates};
