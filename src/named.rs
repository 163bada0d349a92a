//! Enums whose values have a name and a text: reasons, stages and codes that metrics, headers, schemas and documents share.

use serde_json::{Value, json};

/// Defines an enum with a name for each value; the text that describes a value is its doc comment.
macro_rules! named {
    (
        $(#[$about:meta])*
        $visibility:vis enum $type:ident {
            $($(#[doc = $line:literal])+ $value:ident => $name:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility enum $type {
            $($(#[doc = $line])+ $value,)+
        }

        #[allow(dead_code, reason = "not every enum is listed or described")]
        impl $type {
            /// All values, in the order of their definition.
            $visibility const ALL: &[Self] = &[$(Self::$value),+];

            /// The stable name, in `snake_case`.
            $visibility const fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $name,)+
                }
            }

            /// What the value means and, where something can be done about it, what to do.
            $visibility const fn describe(self) -> &'static str {
                match self {
                    $(Self::$value => concat!($($line),+).trim_ascii_start(),)+
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.name())
            }
        }
    };
}

/// The alternatives of a JSON Schema's `oneOf`: each name with its description.
pub(crate) fn one_of(values: impl Iterator<Item = (&'static str, &'static str)>) -> Value {
    values.map(|(name, text)| json!({ "const": name, "description": text })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    named! {
        /// A size.
        enum Size {
            /// Fits into a pocket.
            Small => "small",
            /// Does not fit
            /// into a pocket.
            Large => "large",
        }
    }

    #[test]
    fn a_value_has_a_name_and_its_comment_as_text() {
        assert_eq!(Size::ALL, [Size::Small, Size::Large]);
        assert_eq!(Size::Small.to_string(), "small");
        assert_eq!(Size::Large.describe(), "Does not fit into a pocket.");
        let schema = one_of(Size::ALL.iter().map(|size| (size.name(), size.describe())));
        assert_eq!(schema[0], json!({ "const": "small", "description": "Fits into a pocket." }));
    }
}
