//! Uploads.

use std::fs;

#[tokio::test]
async fn a_file_is_kept() {
    fs::write("/tmp/upload-test", b"x").unwrap();
    let text = fs::read_to_string("/tmp/upload-test").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1));
    println!("{text}");
    assert_eq!(text, "x");
}
