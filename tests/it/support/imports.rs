//! What each source file imports, read from its syntax tree.

use std::{collections::BTreeMap, sync::LazyLock};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, File, Item, ItemMod, ItemUse, LitStr, Macro, Path, UseTree, Visibility,
    visit::{self, Visit},
};

use super::source::sources;

/// A source file, without its unit tests.
pub(crate) struct Imports {
    /// The path, as `src/model/doc.rs`.
    pub(crate) path: String,
    /// The module, as `["model", "doc"]`.
    pub(crate) module: Vec<String>,
    /// The items of this crate that it names, from the root of the crate, without repeats. Names that a module hands on are
    /// followed to where they are defined.
    pub(crate) items: Vec<Vec<String>>,
    /// Its string literals, those in macros included.
    pub(crate) strings: Vec<String>,
}

/// All source files, sorted by path. They are parsed once.
pub(crate) fn imports() -> &'static [Imports] {
    static FILES: LazyLock<Vec<Imports>> = LazyLock::new(parsed);
    &FILES
}

fn parsed() -> Vec<Imports> {
    let texts: Vec<(String, File)> = sources()
        .into_iter()
        .filter(|source| !is_test_file(&source.path))
        .map(|source| {
            let file = syn::parse_file(&source.whole).unwrap_or_else(|error| panic!("{}: {error}", source.path));
            (source.path, file)
        })
        .collect();
    let mut files = Vec::new();
    let mut handed_on = BTreeMap::new();
    for (path, file) in &texts {
        let module = module_of(path);
        let mut reader =
            Reader { module: module.clone(), items: Vec::new(), strings: Vec::new(), handed_on: Vec::new() };
        reader.visit_file(file);
        for (name, item) in reader.handed_on {
            handed_on.insert([module.clone(), vec![name]].concat(), item);
        }
        files.push(Imports { path: path.clone(), module, items: reader.items, strings: reader.strings });
    }
    for file in &mut files {
        for item in &mut file.items {
            *item = defined(item, &handed_on);
        }
        file.items.sort();
        file.items.dedup();
    }
    files
}

/// Whether a file has only unit tests.
fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The module that a file is: `src/model/doc.rs` is `model::doc`, `src/model/mod.rs` is `model`.
fn module_of(path: &str) -> Vec<String> {
    let mut parts: Vec<String> =
        path.trim_start_matches("src/").trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
        parts.pop();
    }
    parts
}

/// Follows the names that modules hand on with `pub use`.
fn defined(item: &[String], handed_on: &BTreeMap<Vec<String>, Vec<String>>) -> Vec<String> {
    let mut item = item.to_vec();
    for _ in 0..10 {
        let Some((length, target)) =
            (1..=item.len()).find_map(|length| Some((length, handed_on.get(&item[..length])?)))
        else {
            return item;
        };
        item = [target.as_slice(), &item[length..]].concat();
    }
    panic!("{item:?} is handed on in a circle");
}

struct Reader {
    module: Vec<String>,
    items: Vec<Vec<String>>,
    strings: Vec<String>,
    handed_on: Vec<(String, Vec<String>)>,
}

impl Reader {
    /// The path from the root of the crate, if it begins with `crate`, `super` or `self`.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let mut base = match path.first()?.as_str() {
            "crate" => Vec::new(),
            "self" | "super" => self.module.clone(),
            _ => return None,
        };
        let mut rest = &path[1..];
        if path[0] == "super" {
            base.pop();
            while rest.first().is_some_and(|part| part == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        base.extend_from_slice(rest);
        Some(base)
    }

    fn note(&mut self, path: &[String]) {
        self.items.extend(self.absolute(path));
    }

    /// The paths in the tokens of a macro, which have no syntax tree.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.note(&path);
                        path.clear();
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                other => {
                    self.note(&path);
                    path.clear();
                    colons = 0;
                    match other {
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        TokenTree::Literal(literal) => {
                            self.strings
                                .extend(syn::parse_str::<LitStr>(&literal.to_string()).map(|text| text.value()));
                        }
                        _ => {}
                    }
                }
            }
        }
        self.note(&path);
    }

    fn imported(&mut self, tree: &UseTree, before: &mut Vec<String>, is_public: bool) {
        let (name, known_as) = match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.imported(&path.tree, before, is_public);
                before.pop();
                return;
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.imported(tree, before, is_public);
                }
                return;
            }
            UseTree::Glob(_) => return self.note(before),
            UseTree::Name(name) => (name.ident.to_string(), name.ident.to_string()),
            UseTree::Rename(rename) => (rename.ident.to_string(), rename.rename.to_string()),
        };
        let mut path = before.clone();
        if name != "self" {
            path.push(name);
        }
        self.note(&path);
        if is_public {
            // A path that begins with a module of this one says so without `self`.
            let item = self.absolute(&path).unwrap_or_else(|| [self.module.clone(), path].concat());
            // A function that is handed on out of a module of its own name does not hide the module.
            if !item.starts_with(&[self.module.clone(), vec![known_as.clone()]].concat()) {
                self.handed_on.push((known_as, item));
            }
        }
    }
}

impl<'a> Visit<'a> for Reader {
    fn visit_item(&mut self, item: &'a Item) {
        let attributes: &[Attribute] = match item {
            Item::Mod(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            _ => &[],
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        if item.content.is_some() {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        self.imported(&item.tree, &mut Vec::new(), !matches!(item.vis, Visibility::Inherited));
    }

    fn visit_attribute(&mut self, _: &'a Attribute) {}

    fn visit_path(&mut self, path: &'a Path) {
        let parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(&parts);
        visit::visit_path(self, path);
    }

    fn visit_lit_str(&mut self, text: &'a LitStr) {
        self.strings.push(text.value());
    }

    fn visit_macro(&mut self, call: &'a Macro) {
        self.tokens(call.tokens.clone());
    }

    // What a module may be seen by says nothing about what it reads.
    fn visit_visibility(&mut self, _: &'a Visibility) {}
}

/// Whether an attribute is `#[cfg(test)]`.
fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<Path>().is_ok_and(|condition| condition.is_ident("test"))
}
