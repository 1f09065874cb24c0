//! The reviews of the readiness gate: somebody will look again after 30, 60 and 90 days.

use ray_core::finding::Code;
use ray_core::gate::{Case, Judged, Judgement};
use ray_core::place::{Located, Placed};
use ray_core::value::name;

use super::Inputs;
use crate::day::Day;
use crate::sustainment::evidence::review_calendar::{REQUIRED_DAYS, Review};
use crate::sustainment::gates::{found, place_of, said};

/// Days that may lie between two reviews which are 30 apart by name.
const SPACING: std::ops::RangeInclusive<i64> = 15..=45;

pub(super) const REVIEW_MISSING: Code = Code::error(
    "review-missing",
    "A review is not scheduled",
    "Add a row for it, with date, agenda and facilitator",
    "a review-calendar.md without a row \"60-day review\"",
);
pub(super) const REVIEW_REPEATED: Code = Code::error(
    "review-repeated",
    "A review is scheduled twice",
    "Keep the row that holds",
    "| 30-day review | 2026-12-21 | … |\n| 30-day review | 2027-01-04 | … |",
);
pub(super) const REVIEW_INCOMPLETE: Code = Code::error(
    "review-incomplete",
    "A review lacks its date, its agenda or its facilitator",
    "Fill it in; the facilitator is the name of a person",
    "| 30-day review | 2026-12-21 | TBD | Team lead |",
);
pub(super) const REVIEW_OUT_OF_ORDER: Code = Code::error(
    "review-out-of-order",
    "A review is dated no later than the one before it",
    "Date the reviews about 30, 60 and 90 days after the launch",
    "| 30-day review | 2027-01-18 | … |\n| 60-day review | 2026-12-21 | … |",
);
pub(super) const REVIEW_SPACING: Code = Code::warning(
    "review-spacing",
    "Two reviews are much more or much less than 30 days apart",
    "Date the reviews about 30, 60 and 90 days after the launch",
    "| 30-day review | 2026-12-21 | … |\n| 60-day review | 2026-12-22 | … |",
);

pub(super) fn reviews_scheduled(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let calendar = inputs.calendar.get(judgement)?;
    for days in REQUIRED_DAYS {
        let mut rows = calendar.reviews.iter().filter(|review| review.days == days);
        judgement.count(match rows.next() {
            Some(review) => scheduled(review),
            None => REVIEW_MISSING
                .at(&calendar.place)
                .message(format!("The {days}-day review is not scheduled"))
                .expected(format!("a row \"{days}-day review\""))
                .actual("none")
                .into(),
        });
        for again in rows {
            judgement.count(
                REVIEW_REPEATED
                    .at(&again.place)
                    .message(format!("The {days}-day review is scheduled twice")),
            );
        }
    }
    Ok(())
}

fn scheduled(review: &Review) -> Case {
    let days = review.days;
    let incomplete = |what: &str, cell: Option<&Located<String>>, expected: &str| {
        REVIEW_INCOMPLETE
            .at(&place_of(cell, &review.place))
            .message(format!("The {days}-day review has no {what}"))
            .expected(expected)
            .actual(found(cell))
            .into()
    };
    let Some(date) = said(review.date.as_ref()) else {
        return incomplete("date", review.date.as_ref(), "a day such as 2026-12-21");
    };
    if let Err(problem) = Day::parse(&date.value) {
        let what = format!("The date of the {days}-day review");
        return problem.finding(date, &date.value, &what).into();
    }
    if said(review.agenda.as_ref()).is_none() {
        return incomplete("agenda", review.agenda.as_ref(), "a value for \"Agenda\"");
    }
    let facilitator = review.facilitator.as_ref();
    if facilitator.is_none_or(|facilitator| name::check(&facilitator.value).is_err()) {
        return incomplete("facilitator", facilitator, "the name of a person");
    }
    Case::Holds
}

pub(super) fn reviews_in_order(inputs: &Inputs, judgement: &mut Judgement<'_>) -> Judged {
    let calendar = inputs.calendar.get(judgement)?;
    judgement.home_at(&calendar.place);
    let mut dated: Vec<(u32, Day, &Located<String>)> = calendar
        .reviews
        .iter()
        .filter_map(|review| {
            let date = review.date.as_ref()?;
            Some((review.days, Day::parse(&date.value).ok()?, date))
        })
        .collect();
    dated.sort_by_key(|(days, ..)| *days);
    for pair in dated.windows(2) {
        let [(_, earlier, _), (days, later, date)] = pair else {
            continue;
        };
        let in_order = earlier.is_before(*later);
        judgement.count(Case::when(in_order, || {
            REVIEW_OUT_OF_ORDER
                .at(*date)
                .message(format!("The {days}-day review is dated no later than the one before it"))
                .expected(format!("a day after {}", earlier.date()))
                .actual(date.value.clone())
        }));
        let apart = later.date().duration_since(earlier.date()).as_hours() / 24;
        if in_order && !SPACING.contains(&apart) {
            judgement.warn(
                REVIEW_SPACING
                    .at(&date.place())
                    .expected("about 30 days after the review before it")
                    .actual(format!("{apart} days after it")),
            );
        }
    }
    Ok(())
}
