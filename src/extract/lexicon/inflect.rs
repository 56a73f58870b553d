//! The regular plural of English nouns, to tell a people (`Estonians`) from an adjective (`Estonian`).

/// The plural of the noun `singular`.
pub fn plural(singular: &str) -> String {
    let bytes = singular.as_bytes();
    if let Some(stem) = singular.strip_suffix("man") {
        format!("{stem}men")
    } else if matches!(bytes, [.., before, b'y'] if !b"aeiou".contains(before)) {
        format!("{}ies", &singular[..singular.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| singular.ends_with(end)) {
        format!("{singular}es")
    } else {
        format!("{singular}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_plurals_follow_from_the_singular() {
        for (singular, expected) in
            [("Estonian", "Estonians"), ("ally", "allies"), ("Frenchman", "Frenchmen"), ("envoy", "envoys")]
        {
            assert_eq!(plural(singular), expected);
        }
    }
}
