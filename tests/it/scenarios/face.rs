use crate::harness::Kiosk;

#[test]
fn a_face_that_matches_needs_no_pin() {
    let mut kiosk = Kiosk::start();
    kiosk.place_card("hanako").tap("顔認証").expect("お待ちください").expect("提供しますか");
}
