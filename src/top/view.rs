//! Drawing: all that is known of a pipeline into a frame of any size. What finds no room is left out from below.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style, Stylize};
use ratatui::text::{Line as Row, Span};
use ratatui::widgets::{Block, Borders, Paragraph, Sparkline, Wrap};

use super::History;
use super::tail::Line;

/// What is drawn.
pub struct View<'a> {
    /// Where the metrics come from.
    pub address: &'a str,
    /// What they say.
    pub history: &'a History,
    /// Why they say nothing at the moment.
    pub trouble: Option<&'a str>,
    /// The last events, oldest first.
    pub events: &'a [Line],
    /// Whether a file of events is read.
    pub reads_events: bool,
    /// How long it has been watched.
    pub watched: Duration,
    /// Whether it stands still.
    pub paused: bool,
    /// Whether somebody can press keys.
    pub keys: bool,
}

const STAGES: [&str; 3] = ["read", "extract", "sink"];

impl View<'_> {
    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let errors = self.errors();
        // The errors get the lines that they need, but leave room for events.
        let room = (area.height / 4).max(3);
        let error_lines = u16::try_from(errors.len()).unwrap_or(u16::MAX).clamp(1, room) + 1;
        let [head, counts, stages, state, wrong, events] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(6),
            Constraint::Length(5),
            Constraint::Length(2 + u16::from(self.archive().is_some())),
            Constraint::Length(error_lines),
            Constraint::Min(0),
        ])
        .areas(area);
        self.head(frame, head);
        self.counts(frame, counts);
        self.stages(frame, stages);
        self.state(frame, state);
        titled(frame, wrong, "errors", errors);
        self.events(frame, events);
    }

    fn head(&self, frame: &mut Frame<'_>, area: Rect) {
        let state = match (self.trouble, self.paused) {
            (Some(_), _) => Span::styled(" no answer ", Style::new().fg(Color::Black).bg(Color::Yellow)),
            (None, true) => Span::styled(" paused ", Style::new().fg(Color::Black).bg(Color::Yellow)),
            (None, false) => Span::styled(" up ", Style::new().fg(Color::Black).bg(Color::Green)),
        };
        let left = Row::from(vec!["dateline top ".bold(), Span::raw(self.address), Span::raw(" "), state]);
        let watched = clock(self.watched);
        // What has no room beside the address is left out, the keys first.
        let room = usize::from(area.width).saturating_sub(left.width() + 2);
        let mut right = vec![watched.clone(), String::new()];
        if self.keys {
            right.splice(0..0, [format!("{watched}  q quit  p pause"), format!("{watched}  q quit")]);
        }
        let right = right.into_iter().find(|text| text.len() <= room).unwrap_or_default();
        let [a, b] = Layout::horizontal([Constraint::Min(0), Constraint::Length(width(&right))]).areas(area);
        frame.render_widget(Paragraph::new(left), a);
        frame.render_widget(Paragraph::new(right).style(Style::new().add_modifier(Modifier::DIM)), b);
    }

    fn counts(&self, frame: &mut Frame<'_>, area: Rect) {
        let rows = [
            ("articles", "dateline_articles_total"),
            ("events", "dateline_events_total"),
            ("quotes", "dateline_quotes_total"),
            ("dead letters", "dateline_dead_letters_total"),
            ("commits", "dateline_commits_total"),
        ];
        let rows = rows.map(|(name, metric)| {
            let total = self.history.last().map(|reading| reading.sum(metric));
            let text = format!("{name:<13}{:>13}{:>12}", whole(total), rate(self.rate(metric, &[])));
            let bad = name == "dead letters" && total.is_some_and(|total| total > 0.0);
            Row::styled(text, if bad { Style::new().fg(Color::Yellow) } else { Style::new() })
        });
        let [table, drawing] = Layout::horizontal([Constraint::Length(40), Constraint::Min(0)]).areas(area);
        titled(frame, table, "counts", rows.to_vec());
        let values: Vec<u64> = self.history.articles().collect();
        let from = values.len().saturating_sub(usize::from(drawing.width.saturating_sub(2)));
        let most = values[from..].iter().max().copied().unwrap_or(0);
        let title = format!("articles a second, up to {}", rate(Some(most as f64 / 10.0)).trim());
        let drawing_of =
            Sparkline::default().data(&values[from..]).style(Style::new().fg(Color::Cyan)).block(block(&title));
        frame.render_widget(drawing_of, drawing);
    }

    fn stages(&self, frame: &mut Frame<'_>, area: Rect) {
        let mut rows = vec![Row::styled(
            format!(
                "{:<13}{:>13}{:>12}{:>11}{:>11}{:>17}",
                "stage", "items", "items/s", "bytes", "bytes/s", "waiting for room"
            ),
            Style::new().add_modifier(Modifier::DIM),
        )];
        for stage in STAGES {
            let labels = [("stage", stage)];
            let value = |metric: &str| self.history.last().and_then(|reading| reading.value(metric, &labels));
            let blocked = self.rate("dateline_stage_blocked_seconds", &labels);
            let text = format!(
                "{stage:<13}{:>13}{:>12}{:>11}{:>11}",
                whole(value("dateline_stage_items_total")),
                rate(self.rate("dateline_stage_items_total", &labels)),
                bytes(value("dateline_stage_bytes_total")),
                bytes(self.rate("dateline_stage_bytes_total", &labels)),
            );
            // Of one thread's time. Several threads can wait at once, and a wait counts when it ends: more than all is all.
            let share = blocked.map_or("–".to_owned(), |blocked| format!("{:.0} %", blocked.min(1.0) * 100.0));
            let style = if blocked.is_some_and(|blocked| blocked > 0.5) {
                Style::new().fg(Color::Yellow)
            } else {
                Style::new()
            };
            rows.push(Row::from(vec![Span::raw(text), Span::styled(format!("{share:>17}"), style)]));
        }
        titled(frame, area, "stages", rows);
    }

    /// How much a metric grows a second; nobody knows while there is no answer.
    fn rate(&self, metric: &str, labels: &[(&str, &str)]) -> Option<f64> {
        if self.trouble.is_some() { None } else { self.history.rate(metric, labels) }
    }

    fn state(&self, frame: &mut Frame<'_>, area: Rect) {
        let last = self.history.last().filter(|_| self.trouble.is_none());
        let value = |metric: &str| last.and_then(|reading| reading.value(metric, &[]));
        let fill = value("dateline_queue_fill_ratio").unwrap_or(0.0).clamp(0.0, 1.0);
        let cells = usize::from((area.width / 5).clamp(8, 30));
        let full = (fill * cells as f64).round() as usize;
        let seconds = |metric: &str| value(metric).map_or("–".to_owned(), span);
        let row = Row::from(vec![
            Span::raw("queue "),
            Span::styled("█".repeat(full), Style::new().fg(Color::Cyan)),
            Span::styled("·".repeat(cells - full), Style::new().add_modifier(Modifier::DIM)),
            Span::raw(match last {
                None => " –   lag –   last commit –".to_owned(),
                Some(_) => format!(
                    " {:>3.0} %   lag {}   last commit {} ago",
                    fill * 100.0,
                    seconds("dateline_source_lag_seconds"),
                    seconds("dateline_checkpoint_age_seconds")
                ),
            }),
        ]);
        titled(frame, area, "under way", std::iter::once(row).chain(self.archive()).collect());
    }

    /// How far a run through an archive is.
    fn archive(&self) -> Option<Row<'static>> {
        let value = |metric: &str| self.history.last().and_then(|reading| reading.value(metric, &[]));
        let number = |value| whole(Some(value)).trim().to_owned();
        let done = number(value("dateline_source_files_done")?);
        let all = value("dateline_source_files")
            .map_or("files, counting".to_owned(), |all| format!("of {} files", number(all)));
        let left = value("dateline_time_left_seconds").map_or("–".to_owned(), span);
        Some(Row::from(format!("archive {done} {all}   left {left}")))
    }

    fn errors(&self) -> Vec<Row<'static>> {
        let Some(reading) = self.history.last() else {
            let waiting = self.trouble.unwrap_or("waiting for the first answer").to_owned();
            return vec![Row::from(waiting)];
        };
        let mut errors: Vec<_> = reading.all("dateline_errors_total").collect();
        let label = |sample: &super::metrics::Sample, name: &str| sample.label(name).unwrap_or("?").to_owned();
        // Of equal ones always the same first, so that they do not change places.
        let named = |sample: &super::metrics::Sample| (label(sample, "stage"), label(sample, "kind"));
        errors.sort_by(|one, other| other.value.total_cmp(&one.value).then_with(|| named(one).cmp(&named(other))));
        let mut rows: Vec<Row<'static>> =
            self.trouble.map(|trouble| Row::from(trouble.to_owned())).into_iter().collect();
        rows.extend(errors.into_iter().map(|sample| {
            Row::from(format!(
                "{:<13}{:>13}  {}",
                label(sample, "stage"),
                whole(Some(sample.value)),
                label(sample, "kind")
            ))
        }));
        if rows.is_empty() {
            rows.push(Row::styled("none", Style::new().add_modifier(Modifier::DIM)));
        }
        rows
    }

    fn events(&self, frame: &mut Frame<'_>, area: Rect) {
        let room = usize::from(area.height.saturating_sub(1));
        if !self.reads_events {
            let say = "Name a file of events to see them here: --events out/events.ndjson, or the pipeline file.";
            frame.render_widget(Paragraph::new(say).wrap(Wrap { trim: true }).block(block("last events")), area);
            return;
        }
        let wide = usize::from(area.width / 5).clamp(22, 40);
        let rest = usize::from(area.width).saturating_sub(21 + wide);
        let row = |event: &Line| {
            let color = if event.cooperates { Color::Cyan } else { Color::Red };
            Row::from(vec![
                Span::raw(format!("{} ", event.day)),
                Span::styled(format!("{:<10}", event.plover), Style::new().fg(color)),
                Span::styled(pad(&event.parties, wide), Style::new().add_modifier(Modifier::BOLD)),
                Span::raw(pad(&format!(" {}", event.sentence), rest)),
            ])
        };
        let mut rows: Vec<Row<'_>> = self.events[self.events.len().saturating_sub(room)..].iter().map(row).collect();
        if rows.is_empty() {
            rows.push(Row::styled("none yet", Style::new().add_modifier(Modifier::DIM)));
        }
        titled(frame, area, "last events", rows);
    }
}

fn block(title: &str) -> Block<'_> {
    Block::new()
        .borders(Borders::TOP)
        .border_style(Style::new().add_modifier(Modifier::DIM))
        .title(format!(" {title} "))
}

fn titled(frame: &mut Frame<'_>, area: Rect, title: &str, rows: Vec<Row<'_>>) {
    frame.render_widget(Paragraph::new(rows).block(block(title)), area);
}

fn width(text: &str) -> u16 {
    u16::try_from(unicode_width::UnicodeWidthStr::width(text)).unwrap_or(u16::MAX)
}

/// A text in exactly so many columns; what is cut off shows by a mark.
fn pad(text: &str, columns: usize) -> String {
    let is_long = unicode_width::UnicodeWidthStr::width(text) > columns;
    let room = if is_long { columns.saturating_sub(1) } else { columns };
    let mut out = String::new();
    let mut used = 0;
    for letter in text.chars() {
        let wide = unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0);
        if used + wide > room {
            break;
        }
        used += wide;
        out.push(letter);
    }
    if is_long {
        out.push('…');
        used += 1;
    }
    out + &" ".repeat(columns.saturating_sub(used))
}

fn whole(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| indicatif::HumanCount(value.max(0.0) as u64).to_string())
}

fn rate(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) if value >= 100.0 => format!("{}/s", whole(Some(value))),
        Some(value) => format!("{value:.1}/s"),
    }
}

fn bytes(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| indicatif::DecimalBytes(value.max(0.0) as u64).to_string())
}

fn span(seconds: f64) -> String {
    match seconds {
        short if short < 60.0 => format!("{short:.1} s"),
        long if long < 5400.0 => format!("{:.0} min", long / 60.0),
        long if long < 172_800.0 => format!("{:.0} h", long / 3600.0),
        long => format!("{:.0} days", long / 86_400.0),
    }
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests;
