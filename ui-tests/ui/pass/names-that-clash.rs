use scorer_instrument::scorer_span;

#[allow(non_camel_case_types, dead_code)]
struct i64x;
mod tracing_core {}
mod core {}
mod std {}
#[allow(non_snake_case, dead_code)]
fn Some() {}
#[allow(dead_code)]
struct Option;
#[allow(dead_code)]
struct Result;

#[scorer_span(fields(n = value2 + 1), ret, err)]
fn load(value2: i64, span: i64, __value: i64) -> ::std::result::Result<i64, ::std::string::String> {
    Ok(value2 + span + __value)
}

fn main() {
    assert_eq!(load(1, 2, 3), Ok(6));
}
