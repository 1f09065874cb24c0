//! Somebody who answers for something: an owner, an approver. A role or a team cannot be asked.

use crate::evidence::view::Given;
use crate::finding::{Code, Finding};
use crate::gate::Case;
use crate::place::Placed;
use crate::value::name;

/// Holds when the value of `key` is the name of a person. Otherwise fails with `code`, at the value or,
/// when there is none, at `owner`, which is `what` should have it.
#[must_use]
pub fn check(
    given: &Given<String>,
    (key, what): (&str, &str),
    code: &'static Code,
    owner: &(impl Placed + ?Sized),
) -> Case {
    let named = match given.or_case(|| lacking(code, owner, what, key)) {
        Ok(named) => named,
        Err(case) => return case,
    };
    match name::check(&named.value) {
        Ok(()) => Case::Holds,
        Err(problem) => code
            .at(named)
            .message(format!("The {key} of {what} is {}", problem.describe()))
            .expected("the name of a person")
            .actual(named.value.clone())
            .into(),
    }
}

/// The finding that `what`, which stands at `owner`, has no `key`.
#[must_use]
pub fn lacking(
    code: &'static Code,
    owner: &(impl Placed + ?Sized),
    what: &str,
    key: &str,
) -> Finding {
    code.at(owner)
        .message(format!("{}: {what} has no {key}", code.summary))
        .expected(format!("a value for {key}"))
        .actual("nothing")
}
