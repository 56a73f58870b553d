//! The linguistic core keeps its promises for any text. `cargo run --release --example fuzz` tries longer.

#[path = "common/hostile.rs"]
mod hostile;

use std::cell::RefCell;

use proptest::prelude::*;

thread_local! {
    static READER: RefCell<hostile::Reader> = RefCell::new(hostile::Reader::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_as_promised(text in hostile::text()) {
        let outcome = READER.with_borrow_mut(|reader| reader.check(&text));
        prop_assert_eq!(outcome, Ok(()));
    }
}
