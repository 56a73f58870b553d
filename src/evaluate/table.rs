//! A report for people.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::cases::{Case, Found};
use super::report::Report;

/// The report as tables, all lines ended.
pub fn table(report: &Report) -> String {
    let mut out = String::new();
    figures(&mut out, report);
    types(&mut out, report);
    confusion(&mut out, report);
    calibration(&mut out, report);
    if !report.cases.is_empty() {
        line(&mut out, format_args!("\nWORST CASES"));
        report.cases.iter().for_each(|one| case(&mut out, one));
    }
    out
}

fn figures(out: &mut String, report: &Report) {
    let Report { sentences, with_any_event, events_per_sentence, root, given_pair, .. } = report;
    line(out, format_args!("sentences                {sentences}"));
    line(out, format_args!("  with an event          {with_any_event:.4}"));
    line(out, format_args!("  events in each         {events_per_sentence:.3}"));
    line(out, format_args!("\n                         precision  recall  F1"));
    line(out, format_args!("type (micro average)     {:.4}     {:.4}  {:.4}", root.precision, root.recall, root.f1));
    line(
        out,
        format_args!(
            "type (macro average)     {:.4}     {:.4}  {:.4}",
            root.macro_precision, root.macro_recall, root.macro_f1
        ),
    );
    line(
        out,
        format_args!(
            "\ntype of the given pair   accuracy {:.4}, macro F1 {:.4}",
            given_pair.accuracy, given_pair.macro_f1
        ),
    );
    line(out, format_args!("\nrecall of"));
    for (what, share) in [
        ("type and both actors", report.triple_recall),
        ("both actors", report.pair_recall),
        ("source", report.source_recall),
        ("target", report.target_recall),
        ("quadrant", report.quad_recall),
    ] {
        line(out, format_args!("  {what:<23}{share:.4}"));
    }
}

fn types(out: &mut String, report: &Report) {
    line(out, format_args!("\nTYPE         gold  found  right  precision  recall      F1"));
    for one in &report.types {
        line(
            out,
            format_args!(
                "{:<10}{:>7}{:>7}{:>7}{:>11.4}{:>8.4}{:>8.4}",
                one.root, one.gold, one.found, one.right, one.precision, one.recall, one.f1
            ),
        );
    }
}

fn confusion(out: &mut String, report: &Report) {
    // Types that were found, in the order of their names; `none` comes last, being in small letters.
    let found: BTreeSet<&str> = report.confusion.values().flat_map(|row| row.keys().copied()).collect();
    let heads: String = found.iter().map(|name| format!("{:>5}", name.get(..4).unwrap_or(name))).collect();
    line(out, format_args!("\nANNOTATED   AS WHAT THE GIVEN PAIR WAS FOUND\n          {heads}"));
    for (root, row) in &report.confusion {
        let cells: String = found
            .iter()
            .map(|name| row.get(name).map_or_else(|| "    ·".to_owned(), |count| format!("{count:>5}")))
            .collect();
        line(out, format_args!("{root:<10}{cells}"));
    }
}

fn calibration(out: &mut String, report: &Report) {
    line(out, format_args!("\nCONFIDENCE   events  right type  right type and actors"));
    for bin in &report.calibration {
        line(
            out,
            format_args!(
                "{:.1} to {:.1}{:>11}{:>12.4}{:>23.4}",
                bin.from, bin.to, bin.events, bin.right_type, bin.right
            ),
        );
    }
}

fn case(out: &mut String, case: &Case) {
    line(out, format_args!("\nline {}, {}: {}", case.line, case.id, case.kind.text()));
    line(out, format_args!("  {}", case.text));
    line(out, format_args!("  gold    {} {} → {}", case.root, side(&case.source), side(&case.target)));
    for event in &case.found {
        let Found { plover, source, target, trigger, confidence, entries, .. } = event;
        let right = match (event.right_source, event.right_target) {
            (true, true) => "both actors right",
            (true, false) => "source right",
            (false, true) => "target right",
            (false, false) => "no actor right",
        };
        line(out, format_args!("  found   {plover} {} → {} ({right}, {confidence:.2})", side(source), side(target)));
        line(out, format_args!("          “{trigger}” {}", entries.join(" < ")));
    }
    line(
        out,
        format_args!(
            "  actors  {}",
            if case.actors.is_empty() { "none recognised".to_owned() } else { case.actors.join(", ") }
        ),
    );
    for unused in &case.unused {
        let entries =
            if unused.entries.is_empty() { String::new() } else { format!(" ({})", unused.entries.join(" < ")) };
        line(out, format_args!("  unused  “{}” {}{entries}", unused.word, unused.why));
    }
    if case.found.is_empty() && case.unused.is_empty() {
        line(out, format_args!("  unused  no word that could say an event is in predicates/ or operators.tsv"));
    }
}

fn side(actors: &[String]) -> String {
    if actors.is_empty() { "–".to_owned() } else { actors.join(" + ") }
}

fn line(out: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{what}");
}
