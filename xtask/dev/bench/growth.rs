//! How cost grows with the input: the exponent of time against bytes, and the range of memory.

use super::record::{Measured, Runs};

/// How the time and memory of one command grow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth {
    /// Of time against bytes: 1 when time is linear, whatever start-up takes. Nothing when the times are
    /// too short to tell.
    pub(crate) exponent: Option<f64>,
    /// Peak memory in MiB at the smallest size, and at the largest.
    pub(crate) memory: (f64, f64),
    /// How many times as large the largest input is.
    pub(crate) larger: f64,
}

/// The points of a command: bytes of the input, and its runs there.
pub(crate) fn points<'m>(
    measured: &'m Measured,
    contest: &str,
    subject: &str,
) -> Vec<(u64, &'m Runs)> {
    let at =
        |size: &'m super::record::AtSize| Some((size.bytes, size.contest(contest)?.runs(subject)?));
    measured.sizes.iter().filter_map(at).collect()
}

/// The growth of a command that was measured at three sizes.
///
/// The curve through them is `start + factor * bytes ^ exponent`. Sizes rise by the same factor, so the
/// exponent follows from the two differences, and what a process takes to start falls out: fitted to
/// whole times, every exponent would be too small.
#[expect(clippy::cast_precision_loss, reason = "bytes are fitted, not counted")]
pub(crate) fn growth(points: &[(u64, &Runs)]) -> Option<Growth> {
    let [(small, first), (middle, second), (large, last)] = points else { return None };
    let time = (last.median() - second.median()) / (second.median() - first.median());
    let bytes = large.checked_sub(*middle)? as f64 / middle.checked_sub(*small)? as f64;
    let exponent = time.ln() / bytes.ln();
    Some(Growth {
        exponent: exponent.is_finite().then_some(exponent),
        memory: (first.mebibytes(), last.mebibytes()),
        larger: *large as f64 / *small as f64,
    })
}

impl Growth {
    /// What the numbers say, as a sentence about `name`.
    pub(crate) fn sentence(&self, name: &str) -> String {
        let time = match self.exponent {
            None => "time is too short to tell".to_owned(),
            Some(exponent) => {
                let grows = match exponent {
                    exponent if exponent < 0.85 => "less than linear",
                    exponent if exponent <= 1.15 => "linear",
                    _ => "more than linear",
                };
                format!("time is {grows} in the bytes (exponent {exponent:.2}, start-up aside)")
            }
        };
        let (least, most) = self.memory;
        let memory = if most <= least * 1.5 || most - least < 4.0 {
            "memory is flat"
        } else {
            "memory is not"
        };
        format!(
            "`{name}`: {time}, and {memory}: {least:.1} MiB at the smallest size, {most:.1} MiB at one \
             {:.0} times as large.",
            self.larger
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(seconds: f64, mebibytes: u64) -> Runs {
        let peak = mebibytes * 1024;
        Runs { name: "a".to_owned(), times: vec![seconds], peak, missing: None }
    }

    /// Of a command that takes `start` seconds and what `seconds` says of 1, 10 and 100.
    fn of(start: f64, seconds: fn(f64) -> f64, memory: [u64; 3]) -> Growth {
        let sizes = [1_u32, 10, 100].into_iter().zip(memory);
        let runs: Vec<(u64, Runs)> = sizes
            .map(|(size, memory)| {
                (u64::from(size) * 1000, runs(start + seconds(f64::from(size)), memory))
            })
            .collect();
        let points: Vec<(u64, &Runs)> = runs.iter().map(|(size, runs)| (*size, runs)).collect();
        growth(&points).unwrap()
    }

    #[test]
    fn the_exponent_of_linear_time_is_one_and_of_square_time_two() {
        let linear = of(0.5, |size| 0.001 * size, [5, 5, 5]);
        assert!((linear.exponent.unwrap() - 1.0).abs() < 1e-6, "{linear:?}");
        let said = linear.sentence("a");
        assert!(said.contains("time is linear in the bytes (exponent 1.00"), "{said}");
        assert!(said.contains("memory is flat: 5.0 MiB"), "{said}");
        let square = of(0.5, |size| 0.001 * size * size, [5, 5, 5]);
        assert!((square.exponent.unwrap() - 2.0).abs() < 1e-6, "{square:?}");
        assert!(square.sentence("a").contains("more than linear"));
        let constant = of(0.5, |_| 0.0, [5, 5, 5]);
        assert!(constant.sentence("a").contains("too short to tell"), "{constant:?}");
    }

    #[test]
    fn memory_that_grows_is_not_called_flat() {
        let said = of(0.0, |size| size, [5, 9, 40]).sentence("a");
        assert!(said.contains("memory is not: 5.0 MiB"), "{said}");
        assert!(said.contains("40.0 MiB at one 100 times as large"), "{said}");
    }

    #[test]
    fn one_size_says_nothing_about_growth() {
        let one = runs(1.0, 5);
        assert!(growth(&[(10, &one)]).is_none());
        assert!(growth(&[]).is_none());
    }
}
