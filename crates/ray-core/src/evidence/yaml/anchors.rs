//! What anchors name, and how much their aliases may unfold to.
//!
//! A few lines of nested aliases can stand for more values than fit in any memory. All copies that
//! a file makes are weighed together, and every alias is refused that would pass the limit.

use std::collections::HashMap;

use crate::evidence::MAX_DEPTH;
use crate::evidence::tree::{Kind, Member, Node};
use crate::source::Span;

/// Bytes of memory, roughly, that all copies of one file may take together.
const LARGEST_UNFOLDED: usize = 16 * 1024 * 1024;

/// Why an anchor is not kept or an alias is not unfolded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The copies would take more than evidence needs.
    TooMuch,
    /// The copy would be nested too deeply where it stands.
    TooDeep,
    /// The alias stands within the value that it names.
    Endless,
}

#[derive(Debug)]
struct Kept {
    node: Node,
    weight: usize,
    height: usize,
}

/// The values that anchors name in one document.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    kept: HashMap<usize, Kept>,
    weight: usize,
}

impl Anchors {
    /// Keeps a copy of `node` for aliases of the anchor `id`.
    pub(super) fn keep(&mut self, id: usize, node: &Node) -> Result<(), Refused> {
        let (weight, height) = measure(node);
        charge(&mut self.weight, weight)?;
        let node = node.clone();
        self.kept.insert(id, Kept { node, weight, height });
        Ok(())
    }

    /// A copy of what the anchor `id` names, for an alias at `at` that is `depth` levels deep. All
    /// of it has the place of the alias, since that is where it counts.
    pub(super) fn unfold(&mut self, id: usize, at: Span, depth: usize) -> Result<Node, Refused> {
        let kept = self.kept.get(&id).ok_or(Refused::Endless)?;
        if depth + kept.height > MAX_DEPTH {
            return Err(Refused::TooDeep);
        }
        charge(&mut self.weight, kept.weight)?;
        let mut node = kept.node.clone();
        move_to(&mut node, at);
        Ok(node)
    }
}

/// Adds `more` to what the copies take already.
fn charge(weight: &mut usize, more: usize) -> Result<(), Refused> {
    *weight = weight.saturating_add(more);
    if *weight > LARGEST_UNFOLDED {
        return Err(Refused::TooMuch);
    }
    Ok(())
}

/// The memory that `node` takes, roughly, and how many levels are below it.
fn measure(node: &Node) -> (usize, usize) {
    let own = size_of::<Node>();
    match &node.kind {
        Kind::Null | Kind::Boolean(_) => (own, 0),
        Kind::Number(text) | Kind::Text(text) => (own + text.len(), 0),
        Kind::List(items) => add(own, items.iter().map(measure)),
        Kind::Object(members) => add(
            own,
            members.iter().map(|member| {
                let (weight, height) = measure(&member.value);
                (weight + size_of::<Member>() + member.key.len(), height)
            }),
        ),
    }
}

fn add(own: usize, children: impl Iterator<Item = (usize, usize)>) -> (usize, usize) {
    children
        .fold((own, 0), |(all, highest), (weight, height)| (all + weight, highest.max(height + 1)))
}

/// Gives `node` and all below it the place `at`.
fn move_to(node: &mut Node, at: Span) {
    node.span = at;
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(|item| move_to(item, at)),
        Kind::Object(members) => {
            for member in members {
                member.key_span = at;
                move_to(&mut member.value, at);
            }
        }
        _ => {}
    }
}
