//! What can be seen of a running pipeline from outside: a Prometheus endpoint at `/metrics`, and `/health`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use jiff::Timestamp;
use metrics::{counter, gauge};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::stats::{Stage, Stats};

/// The names of all metrics.
#[derive(Clone, Copy, Debug)]
enum Metric {
    StageItems,
    StageBytes,
    StageBlocked,
    Articles,
    Events,
    Quotes,
    Repeats,
    DeadLetters,
    Errors,
    QueueFill,
    Commits,
    CheckpointAge,
    SourceLag,
    SourceFiles,
    SourceFilesDone,
    SourceBytes,
    SourceBytesDone,
    TimeLeft,
}

impl Metric {
    fn name(self) -> &'static str {
        match self {
            Metric::StageItems => "dateline_stage_items_total",
            Metric::StageBytes => "dateline_stage_bytes_total",
            Metric::StageBlocked => "dateline_stage_blocked_seconds",
            Metric::Articles => "dateline_articles_total",
            Metric::Events => "dateline_events_total",
            Metric::Quotes => "dateline_quotes_total",
            Metric::Repeats => "dateline_repeats_total",
            Metric::DeadLetters => "dateline_dead_letters_total",
            Metric::Errors => "dateline_errors_total",
            Metric::QueueFill => "dateline_queue_fill_ratio",
            Metric::Commits => "dateline_commits_total",
            Metric::CheckpointAge => "dateline_checkpoint_age_seconds",
            Metric::SourceLag => "dateline_source_lag_seconds",
            Metric::SourceFiles => "dateline_source_files",
            Metric::SourceFilesDone => "dateline_source_files_done",
            Metric::SourceBytes => "dateline_source_bytes",
            Metric::SourceBytesDone => "dateline_source_bytes_done",
            Metric::TimeLeft => "dateline_time_left_seconds",
        }
    }

    fn describe() {
        for (metric, text) in [
            (Metric::StageItems, "Items that left a stage."),
            (Metric::StageBytes, "Bytes that left a stage."),
            (Metric::Articles, "Articles that went through."),
            (Metric::Events, "Events found."),
            (Metric::Quotes, "Quotations found."),
            (Metric::DeadLetters, "Items that became dead letters."),
            (Metric::Repeats, "Articles that repeat another."),
            (Metric::Errors, "Dead letters by stage and kind of error."),
            (Metric::Commits, "Commits."),
        ] {
            metrics::describe_counter!(metric.name(), text);
        }
        for (metric, text) in [
            (Metric::StageBlocked, "Time a stage spent waiting for room in the next one, over all its threads."),
            (Metric::QueueFill, "How full the queue before the workers is, 0 to 1."),
            (Metric::CheckpointAge, "Time since the last commit; 0 before the first."),
            (Metric::SourceFiles, "Files of an archive, once they are counted."),
            (Metric::SourceFilesDone, "Files of an archive that have gone through, in all runs."),
            (Metric::SourceBytes, "Bytes of an archive, once they are counted."),
            (Metric::SourceBytesDone, "Bytes of an archive that have gone through, in all runs."),
            (Metric::TimeLeft, "How long the rest of an archive will take at the pace of the last minutes."),
            (Metric::SourceLag, "How long the last batch had waited when it was written, since it was received."),
        ] {
            metrics::describe_gauge!(metric.name(), text);
        }
    }
}

/// Serves the counters of `stats` at `address` until the process ends; returns the address in use once it listens.
pub async fn serve(address: SocketAddr, stats: Arc<Stats>) -> std::io::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    let bound = listener.local_addr()?;
    let handle = PrometheusBuilder::new().install_recorder().map_err(std::io::Error::other)?;
    Metric::describe();
    let show = move || async move {
        publish(&stats);
        render(&handle)
    };
    let routes = Router::new().route("/metrics", get(show)).route("/health", get(async || (StatusCode::OK, "ok\n")));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes).await {
            tracing::error!(%error, "the metrics endpoint ended");
        }
    });
    Ok(bound)
}

fn render(handle: &PrometheusHandle) -> impl IntoResponse + use<> {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render())
}

/// Brings the published metrics up to what was counted.
fn publish(stats: &Stats) {
    for (name, stage) in [("read", &stats.read), ("extract", &stats.extract), ("sink", &stats.sink)] {
        let Stage { items, bytes, blocked_micros } = stage;
        counter!(Metric::StageItems.name(), "stage" => name).absolute(items.load(Ordering::Relaxed));
        counter!(Metric::StageBytes.name(), "stage" => name).absolute(bytes.load(Ordering::Relaxed));
        gauge!(Metric::StageBlocked.name(), "stage" => name).set(blocked_micros.load(Ordering::Relaxed) as f64 / 1e6);
    }
    for (metric, value) in [
        (Metric::Articles, &stats.articles),
        (Metric::Events, &stats.events),
        (Metric::Quotes, &stats.quotes),
        (Metric::Repeats, &stats.repeats),
        (Metric::DeadLetters, &stats.dead_letters),
        (Metric::Commits, &stats.commits),
    ] {
        counter!(metric.name()).absolute(value.load(Ordering::Relaxed));
    }
    for (&(stage, kind), &count) in stats.errors.lock().iter() {
        counter!(Metric::Errors.name(), "stage" => stage, "kind" => kind).absolute(count);
    }
    gauge!(Metric::QueueFill.name()).set(stats.queue_fill());
    gauge!(Metric::SourceLag.name()).set(stats.lag_millis.load(Ordering::Relaxed) as f64 / 1e3);
    if let Some(extent) = &stats.extent {
        let reached = extent.reached(Instant::now());
        for (metric, value) in [
            (Metric::SourceFiles, reached.files.map(|files| files as f64)),
            (Metric::SourceFilesDone, Some(reached.files_done as f64)),
            (Metric::SourceBytes, reached.bytes.map(|bytes| bytes as f64)),
            (Metric::SourceBytesDone, Some(reached.bytes_done as f64)),
            (Metric::TimeLeft, reached.left.map(|left| left.as_secs_f64())),
        ] {
            // What is not known yet is left out.
            value.into_iter().for_each(|value| gauge!(metric.name()).set(value));
        }
    }
    let committed = stats.committed_at.load(Ordering::Relaxed);
    let age = if committed == 0 { 0 } else { Timestamp::now().as_millisecond() - committed };
    gauge!(Metric::CheckpointAge.name()).set(age as f64 / 1e3);
}
