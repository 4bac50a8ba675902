//! The order of the functions in a part of the WebAssembly: like beside like.
//!
//! What travels is compressed, and a compressor says a function shortly that is nearly the one before it. A compiler's
//! many copies of a generic function are that, and stand wherever they were needed first: 5 % of the main part.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};
use wasm_encoder::{NameMap, NameSection, Section};
use wasmparser::{Parser, Payload, TypeRef};

/// How many bytes two functions have to have in common for it to count.
pub const PIECE: usize = 4;

/// How many functions are looked at for the one that comes next.
pub const LOOKED_AT: usize = 600;

/// Names the functions of a file so that those that are alike are neighbours in the order of their names; other names there
/// are go. The tool that puts them into this order is wasm-opt.
pub fn name_by_likeness(file: &Path) -> Result<()> {
    let mut wasm = std::fs::read(file)?;
    let (imported, functions) = functions(&wasm).with_context(|| format!("reading {}", file.display()))?;
    let mut names = NameMap::new();
    for index in 0..imported {
        names.append(index, &format!("{index:07}"));
    }
    let mut places = vec![0; functions.len()];
    for (place, function) in order(&functions).into_iter().enumerate() {
        places[function] = place;
    }
    for (place, index) in places.into_iter().zip(imported..) {
        names.append(index, &format!("~{place:07}"));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    section.append_to(&mut wasm);
    Ok(std::fs::write(file, wasm)?)
}

/// A function: its type by its number, and its code.
#[derive(Clone, Copy)]
struct Function<'a> {
    signature: u32,
    code: &'a [u8],
}

/// How many functions are imported, and those that are not.
fn functions(wasm: &[u8]) -> Result<(u32, Vec<Function<'_>>)> {
    let (mut imported, mut signatures, mut functions) = (0, Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::FunctionSection(section) => {
                signatures = section.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::CodeSectionEntry(body) => {
                let signature = signatures.get(functions.len()).copied().context("a function without a type")?;
                functions.push(Function { signature, code: body.as_bytes() });
            }
            _ => {}
        }
    }
    Ok((imported, functions))
}

/// Their order: those of one type together, each followed by the one that has most in common with it.
fn order(functions: &[Function]) -> Vec<usize> {
    let mut by_type: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, function) in functions.iter().enumerate() {
        by_type.entry(function.signature).or_default().push(place);
    }
    let pieces: Vec<Vec<u64>> = functions.iter().map(|function| pieces(function.code)).collect();
    let mut order = Vec::with_capacity(functions.len());
    for mut left in by_type.into_values() {
        left.sort_by_key(|place| functions[*place].code);
        let mut next = 0;
        while !left.is_empty() {
            let current = left.remove(next);
            order.push(current);
            let near = left.iter().take(LOOKED_AT).enumerate().rev();
            let likest = near.max_by(|(_, one), (_, other)| {
                let like = |place: usize| likeness(&pieces[current], &pieces[place]);
                like(**one).total_cmp(&like(**other))
            });
            next = likest.map_or(0, |(place, _)| place);
        }
    }
    order
}

/// All pieces that a code is made of, each once and in order.
fn pieces(code: &[u8]) -> Vec<u64> {
    let hash = |piece: &[u8]| {
        let mut hasher = DefaultHasher::new();
        piece.hash(&mut hasher);
        hasher.finish()
    };
    let mut pieces: Vec<u64> = code.windows(PIECE).map(hash).collect();
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// How much of what two are made of they have in common: from 0 to 1 (Jaccard's index).
fn likeness(one: &[u64], other: &[u64]) -> f64 {
    let (mut a, mut b, mut common) = (0, 0, 0_u32);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        common += u32::from(x == y);
        a += usize::from(x <= y);
        b += usize::from(y <= x);
    }
    let all = u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX) - common;
    if all == 0 { 1.0 } else { f64::from(common) / f64::from(all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order_of(functions: &[(u32, &[u8])]) -> Vec<usize> {
        let functions: Vec<Function> =
            functions.iter().map(|(signature, code)| Function { signature: *signature, code }).collect();
        order(&functions)
    }

    #[test]
    fn like_stands_beside_like_and_nothing_is_lost() {
        let order = order_of(&[
            (1, b"abcdefgh"),
            (0, b"a function of another type"),
            (1, b"zyxwvuts"),
            (1, b"abcdefgi"),
            (1, b"zyxwvutr"),
        ]);
        assert_eq!(order, [1, 0, 3, 4, 2]);
        assert!(order_of(&[]).is_empty());
    }

    #[test]
    fn what_is_the_same_is_alike_and_what_has_nothing_in_common_is_not() {
        let like = |one: &[u8], other: &[u8]| likeness(&pieces(one), &pieces(other));
        assert!((like(b"abcdef", b"abcdef") - 1.0).abs() < f64::EPSILON);
        assert!(like(b"abcdef", b"uvwxyz").abs() < f64::EPSILON);
        assert!(like(b"abcdefgh", b"abcdefgi") > like(b"abcdefgh", b"abcdzzzz"));
    }
}
