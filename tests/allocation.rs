//! The linguistic core allocates nothing once its buffers have grown. A test program of its own, because the counting
//! allocator replaces that of the whole program.

use dateline::nlp::{Core, Document, Workspace};
use dateline::span::Span;

const ARTICLES: [&str; 4] = [
    "Norway's coast guard said on Monday that it had stopped two trawlers near Svalbard and fined their owners 1.2 \
     million crowns.\n“We warned them twice,” Captain Ingrid Moen told reporters in Tromsø. The owners' lawyer, who asked \
     not to be named, denied that anyone had been warned.",
    "KENYA TO SEND POLICE TO HAITI\nKenya will send 1,000 police officers to Haiti in March, the foreign ministry in \
     Nairobi said, although a court had ruled against the plan in January. The U.N. Security Council, which backs the \
     mission, is to meet on Friday; the U.S. has promised $100 million.\nSee https://example.org/haiti-mission for the \
     ruling.",
    "",
    "Shares in Falkberg & Sons fell 4.5 pct to 312p... The firm hadn't said why - it \"doesn't comment on rumours\" (its \
     words). Analysts weren't surprised: earnings, costs, debts, dividends and buy-backs have all gone the wrong way since \
     the men who'd founded the company left it in 1987/88, and the children who took over went to the better schools.",
];

#[test]
fn articles_read_again_allocate_nothing() {
    let core = Core::english().unwrap();
    let (mut document, mut workspace) = (Document::new(), Workspace::default());
    let mut read = || {
        for article in ARTICLES {
            core.read(article, &[Span::new(0, article.len())], &mut document, &mut workspace);
        }
    };
    let first = allocation_counter::measure(&mut read);
    assert!(first.count_total > 0, "the counter counts nothing");
    let second = allocation_counter::measure(&mut read);
    assert_eq!(second.count_total, 0);
}
