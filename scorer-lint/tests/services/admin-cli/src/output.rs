//! Tables.

use comfy_table::Table;

pub fn table(rows: &[Vec<String>]) {
    if rows.is_empty() {
        println!("nothing");
        return;
    }
    let mut table = Table::new();
    for row in rows {
        table.add_row(row);
    }
    println!("{table}");
}
