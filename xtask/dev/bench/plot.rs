//! Draws how time and memory grow, as SVG: both axes logarithmic, in colours that can be seen on a light
//! and on a dark page.

use plotters::coord::Shift;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::record::mebibytes;

/// Pixels of the picture.
const SIZE: (u32, u32) = (900, 380);

/// Grey that contrasts with white and with black.
const TEXT: RGBColor = RGBColor(125, 125, 125);
const GRID: RGBAColor = RGBAColor(125, 125, 125, 0.25);
/// The first two are for ours, which come first.
const COLOURS: [RGBColor; 5] = [
    RGBColor(33, 136, 224),
    RGBColor(20, 158, 110),
    RGBColor(222, 120, 20),
    RGBColor(200, 80, 160),
    RGBColor(150, 130, 60),
];

/// The line of one command.
pub(crate) struct Line {
    /// Its name.
    pub(crate) name: String,
    /// Bytes of the input, seconds, and KiB of memory.
    pub(crate) points: Vec<(u64, f64, u64)>,
}

/// A picture of `lines`: time on the left, memory on the right.
///
/// # Errors
/// When the library cannot draw.
pub(crate) fn draw(lines: &[Line]) -> Result<String, String> {
    let mut picture = String::new();
    {
        let area = SVGBackend::with_string(&mut picture, SIZE).into_drawing_area();
        let legend = 22 * i32::try_from(lines.len().div_ceil(2)).unwrap_or_default();
        let (panels, below) =
            area.split_vertically(i32::try_from(SIZE.1).unwrap_or_default() - legend);
        let (left, right) =
            panels.split_horizontally(i32::try_from(SIZE.0 / 2).unwrap_or_default());
        let drawn = panel(&left, "median time [s]", &series(lines, |point| point.1))
            .and_then(|()| {
                let memory = series(lines, |point| mebibytes(point.2 * 1024));
                panel(&right, "peak memory [MiB]", &memory)
            })
            .and_then(|()| names(&below, lines))
            .and_then(|()| area.present().map_err(|error| error.to_string()));
        drawn?;
    }
    Ok(picture)
}

/// The points of one line.
type Points = Vec<(f64, f64)>;

fn series(lines: &[Line], value: fn(&(u64, f64, u64)) -> f64) -> Vec<Points> {
    let point = |point: &(u64, f64, u64)| (mebibytes(point.0), value(point));
    lines.iter().map(|line| line.points.iter().map(point).collect()).collect()
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

fn panel(area: &Area<'_>, caption: &str, lines: &[Points]) -> Result<(), String> {
    let of = |value: fn(&(f64, f64)) -> f64| lines.iter().flatten().map(value);
    let mut chart = ChartBuilder::on(area)
        .margin(8)
        .margin_right(20)
        .x_label_area_size(40)
        .y_label_area_size(64)
        .caption(caption, text(18))
        .build_cartesian_2d(decades(of(|point| point.0)), decades(of(|point| point.1)))
        .map_err(|error| error.to_string())?;
    chart
        .configure_mesh()
        .x_desc("input [MiB]")
        .label_style(text(15))
        .axis_desc_style(text(15))
        .axis_style(TEXT)
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .draw()
        .map_err(|error| error.to_string())?;
    for (points, colour) in lines.iter().zip(COLOURS.iter().cycle()) {
        let line = LineSeries::new(points.iter().copied(), colour.stroke_width(2)).point_size(4);
        chart.draw_series(line).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The names of the lines, two in a row.
fn names(area: &Area<'_>, lines: &[Line]) -> Result<(), String> {
    for ((at, line), colour) in (0..).zip(lines).zip(COLOURS.iter().cycle()) {
        let (x, y) = (80 + at % 2 * 400, at / 2 * 22 + 6);
        let stroke = PathElement::new([(x, y), (x + 24, y)], colour.stroke_width(3));
        let name = Text::new(line.name.as_str(), (x + 32, y), text(15));
        area.draw(&stroke).and_then(|()| area.draw(&name)).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn text(size: u32) -> TextStyle<'static> {
    let middle = Pos::new(HPos::Left, VPos::Center);
    TextStyle::from(("sans-serif", size).into_font()).color(&TEXT).pos(middle)
}

/// Whole powers of ten around `values`.
fn decades(values: impl Iterator<Item = f64>) -> Decades {
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for value in values.filter(|value| *value > 0.0) {
        least = least.min(value);
        most = most.max(value);
    }
    if most <= 0.0 {
        return Decades { first: 0, last: 1 };
    }
    let first = whole(least.log10().floor());
    Decades { first, last: whole(most.log10().ceil()).max(first + 1) }
}

#[expect(clippy::cast_possible_truncation, reason = "the logarithm of a number is small")]
fn whole(value: f64) -> i32 {
    value as i32
}

/// A logarithmic axis whose ticks are the powers of ten. That of the library puts them elsewhere when
/// the range is short.
struct Decades {
    /// The exponent at the start.
    first: i32,
    /// The exponent at the end.
    last: i32,
}

impl Ranged for Decades {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let share = (value.log10() - f64::from(self.first)) / f64::from(self.last - self.first);
        limit.0 + whole((f64::from(limit.1 - limit.0) * share).round())
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        (self.first..=self.last).map(|exponent| 10_f64.powi(exponent)).collect()
    }

    fn range(&self) -> std::ops::Range<f64> {
        10_f64.powi(self.first)..10_f64.powi(self.last)
    }
}

impl ValueFormatter<f64> for Decades {
    fn format(value: &f64) -> String {
        number(*value)
    }
}

/// A power of ten as one would write it.
fn number(value: f64) -> String {
    let digits = usize::try_from(whole(-value.log10().round())).unwrap_or_default();
    format!("{value:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_begins_and_ends_at_a_power_of_ten() {
        let axis = decades([0.04, 7.0, 0.0].into_iter());
        assert_eq!((axis.first, axis.last), (-2, 1));
        assert_eq!((axis.map(&0.01, (0, 300)), axis.map(&0.1, (0, 300))), (0, 100));
        assert_eq!((axis.map(&10.0, (300, 0)), axis.map(&1.0, (300, 0))), (0, 100));
        let names: Vec<String> = axis.key_points(10).into_iter().map(number).collect();
        assert_eq!(names, ["0.01", "0.1", "1", "10"]);
        let axis = decades([10.0].into_iter());
        assert_eq!((axis.first, axis.last), (1, 2), "an axis has a length");
        assert_eq!(decades(std::iter::empty()).last, 1);
    }

    #[test]
    fn a_name_does_not_end_the_picture() {
        let points = vec![(1 << 20, 0.1, 1024), (10 << 20, 1.0, 2048)];
        let picture = draw(&[Line { name: "<a> & \"b\"".to_owned(), points }]).unwrap();
        assert!(picture.contains("&lt;a&gt; &amp; "), "{picture}");
        assert!(picture.contains("input [MiB]") && picture.contains("median time [s]"));
        assert!(picture.trim_end().ends_with("</svg>"));
    }
}
