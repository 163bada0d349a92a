//! The JSON Schema of a settings file, with the defaults of the reference.

use config::{Value as ConfigValue, ValueKind};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::{Settings, reference::Reference};

/// The JSON Schema (draft 2020-12) of the settings: `dateline schema config`. No key is required, since each has a default.
pub fn json_schema() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<Settings>().to_value();
    let reference = Reference::embedded();
    complete(&mut schema, &mut Vec::new(), &reference);
    schema
}

/// Adds defaults, and takes back what the types require: the reference fills it in.
fn complete(schema: &mut Value, path: &mut Vec<String>, reference: &Reference) {
    let Some(object) = schema.as_object_mut() else { return };
    object.shift_remove("required");
    if reference.free_tables().any(|table| table == path.join(".")) {
        object.insert("additionalProperties".to_owned(), json!({ "type": ["string", "integer", "number", "boolean"] }));
    }
    if let Some(default) = reference.default_of(&path.join(".")) {
        object.insert("default".to_owned(), in_json(default));
    }
    let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (name, property) in properties {
        path.push(name.clone());
        complete(property, path, reference);
        path.pop();
    }
}

fn in_json(value: &ConfigValue) -> Value {
    match &value.kind {
        ValueKind::Boolean(flag) => json!(flag),
        ValueKind::I64(number) => json!(number),
        ValueKind::Float(number) => json!(number),
        ValueKind::Array(items) => items.iter().map(in_json).collect(),
        _ => json!(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_description_and_every_leaf_its_default() {
        let schema = json_schema();
        let sections = schema["properties"].as_object().unwrap();
        assert!(sections.len() >= 8);
        for (name, section) in sections {
            for (key, property) in section["properties"].as_object().unwrap() {
                assert!(property["description"].is_string(), "{name}.{key} has no description");
                let free = property["type"] == "object";
                assert!(free || !property["default"].is_null(), "{name}.{key} has no default");
            }
        }
        assert_eq!(schema["properties"]["topics"]["properties"]["articles"]["default"], json!(["news.articles"]));
    }
}
