//! 被保険者資格申立書 on one page: what the ministry's form asks (保発0710第1号 of 2023-07-10), in large letters and in our
//! own words. What was left to a pen is free.

use super::PaperError;
use super::fonts::PaperFonts;
use super::sheet::{Area, MARGIN, SHADE, Sheet, WIDTH, bold, page, regular, small};
use crate::fallback::EraDate;
use crate::fallback::personal::PersonalDate;
use crate::fallback::statement::{CardShown, InsurerKind, Sex, Share, Statement, Writer, Written};
use zeroize::Zeroizing;

const LANGUAGE: &str = "ja";
const TITLE: &str = "被保険者資格申立書";
const DECLARATION: &str = "マイナンバーカードによる医療保険の資格確認ができなかったため、有効な医療保険に加入していることと、\
                           次の内容を申し立てます。正しい資格が後で分かったときは、貴院に知らせます。";
const FOR_THE_FACILITY: &str = "医療機関の方へ：この申立書は院内で保管してください。診療報酬の支払いが確認された後は、廃棄して\
                                差し支えありません。分からない項目は空欄のままでも受け付けられます。患者さんに医療費の全額（10割）を求めるもので\
                                はありません。";
const BY_PEN: &str = "（ペンで記入）";
const LABEL_WIDTH: f32 = 38.0;
const PADDING: f32 = 3.0;
/// From one box for a tick to the next, in millimetres.
const GAP: f32 = 6.0;

/// The statement as a PDF of one A4 page. `facility`: the name of the hospital, to which it is addressed.
///
/// It is drawn as it is, whether all is answered or not.
pub fn statement_pdf(
    statement: &Statement,
    facility: &str,
    fonts: &PaperFonts,
) -> Result<Zeroizing<Vec<u8>>, PaperError> {
    let letters = fonts.letters(LANGUAGE)?;
    page(TITLE, LANGUAGE, &letters, |sheet| {
        head(sheet, statement, facility);
        let y = person(sheet, statement, 75.0);
        let y = insurance(sheet, statement, y + 10.0);
        let y = card(sheet, statement, y + 10.0);
        let y = sign(sheet, statement, y + 10.0);
        foot(sheet, y + 3.5);
        Ok(())
    })
}

fn head(sheet: &mut Sheet<'_>, statement: &Statement, facility: &str) {
    let right = WIDTH - MARGIN;
    let day = statement.declared.as_ref().and_then(written_day);
    let day = day.map_or_else(|| Zeroizing::new("令和　　年　　月　　日".to_owned()), Zeroizing::new);
    sheet.right(right, 21.0, regular(12.0), &format!("申立日　{}", *day));
    sheet.centred(36.0, bold(24.0), TITLE);
    let addressee = format!("{facility}　御中");
    sheet.fitted(area(43.0, 9.0), bold(14.0), &addressee);
    sheet.paragraph(MARGIN, 53.5, WIDTH - 2.0 * MARGIN, regular(11.5), DECLARATION);
}

fn person(sheet: &mut Sheet<'_>, statement: &Statement, y: f32) -> f32 {
    let mut table = Table::new(sheet, "１　申し立てる方", y);
    table.line("フリガナ", 9.5, 12.0, &statement.kana, "");
    table.line("氏名", 15.0, 20.0, &statement.name, "");
    table.row("生年月日", 11.0, |sheet, area| {
        if let Some(day) = statement.born.as_ref().and_then(birthday) {
            sheet.fitted(area, regular(15.0), &Zeroizing::new(day));
        }
    });
    table.row("性別", 10.0, |sheet, area| {
        choices(sheet, area, &[("男", statement.sex == Sex::Male), ("女", statement.sex == Sex::Female)]);
    });
    table.line("住所", 16.0, 14.0, &statement.address, "");
    table.line("電話番号", 11.0, 15.0, &statement.phone, "なし");
    table.end()
}

fn insurance(sheet: &mut Sheet<'_>, statement: &Statement, y: f32) -> f32 {
    let mut table = Table::new(sheet, "２　加入している医療保険（分かる範囲で）", y);
    let kind = statement.insurer_kind;
    table.row("保険の種類", 18.0, |sheet, area| {
        let (upper, lower) = halves(area);
        let first = ("会社などの健康保険（社保・共済）", kind == InsurerKind::Employee);
        choices(sheet, upper, &[first, ("国民健康保険", kind == InsurerKind::National)]);
        let elderly = ("後期高齢者医療", kind == InsurerKind::LateElderly);
        choices(sheet, lower, &[elderly, ("分からない", kind == InsurerKind::Unknown)]);
    });
    table.line("保険者名", 11.0, 13.0, &statement.insurer, "分からない");
    table.line("事業所名", 11.0, 13.0, &statement.workplace, "分からない");
    let share = statement.share;
    table.row("一部負担金の割合", 10.0, |sheet, area| {
        let boxes = [
            ("１割", share == Share::One),
            ("２割", share == Share::Two),
            ("３割", share == Share::Three),
            ("分からない", share == Share::Unknown),
        ];
        choices(sheet, area, &boxes);
    });
    table.end()
}

fn card(sheet: &mut Sheet<'_>, statement: &Statement, y: f32) -> f32 {
    let mut table = Table::new(sheet, "３　マイナンバーカード", y);
    let card = statement.card;
    table.row("カードの提示", 10.0, |sheet, area| {
        let boxes = [
            ("窓口で提示した", card == CardShown::Shown),
            ("今日は持っていない", card == CardShown::NotHere),
            ("作っていない", card == CardShown::None),
        ];
        choices(sheet, area, &boxes);
    });
    table.end()
}

/// With room for a name that is written large.
fn sign(sheet: &mut Sheet<'_>, statement: &Statement, y: f32) -> f32 {
    const BOX: f32 = 88.0;
    const TALL: f32 = 22.0;
    let mut table = Table::new(sheet, "４　署名", y);
    let writer = statement.writer;
    table.row("上の内容に\n間違いありません", TALL, |sheet, area| {
        let (place, rest) = Area { x: area.x - PADDING, ..area }.split(BOX);
        by_pen(sheet, place.padded(PADDING));
        sheet.rule((rest.x, rest.y), (rest.x, rest.y + rest.height), 0.2);
        let (upper, lower) = halves(Area { x: rest.x + PADDING, width: rest.width + PADDING, ..rest });
        choices(sheet, upper, &[("本人が記入", writer == Writer::Patient)]);
        choices(sheet, lower, &[("代わりの人が記入", writer == Writer::Helper)]);
    });
    table.end()
}

fn foot(sheet: &mut Sheet<'_>, y: f32) {
    sheet.paragraph(MARGIN, y, WIDTH - 2.0 * MARGIN, small(8.5), FOR_THE_FACILITY);
}

/// Low in the corner, out of the way of the pen.
fn by_pen(sheet: &mut Sheet<'_>, area: Area) {
    sheet.right(area.x + area.width, area.y + area.height - 1.6, small(8.0), BY_PEN);
}

/// 令和8年11月28日
fn written_day(day: &PersonalDate) -> Option<String> {
    EraDate::of(day.expose()).map(|day| day.to_string())
}

/// 昭和23年2月29日（1948年）: younger staff reckon in the other.
fn birthday(day: &PersonalDate) -> Option<String> {
    Some(format!("{}（{}年）", written_day(day)?, day.expose().year()))
}

/// Boxes for ticks, one beside the other. Whoever copies or searches the text gets ☐ and ☑.
fn choices(sheet: &mut Sheet<'_>, area: Area, choices: &[(&str, bool)]) {
    let (middle, mut x) = (area.y + area.height / 2.0, area.x);
    for (label, ticked) in choices {
        let style = if *ticked { bold(13.0) } else { regular(13.0) };
        let base = middle + 1.65;
        let end = sheet.symbol(x, base, regular(15.0), '□', if *ticked { "☑" } else { "☐" });
        if *ticked {
            tick(sheet, (x + end) / 2.0, middle);
        }
        x = sheet.text(end + 1.6, base, style, label) + GAP;
    }
}

/// Thick, and larger than its box: to be seen on a bad copy.
fn tick(sheet: &mut Sheet<'_>, x: f32, y: f32) {
    sheet.pen(&[(x - 1.7, y - 0.4), (x - 0.4, y + 1.3)], 0.8);
    sheet.pen(&[(x - 0.4, y + 1.3), (x + 2.4, y - 2.8)], 0.8);
}

fn halves(area: Area) -> (Area, Area) {
    let height = area.height / 2.0;
    (Area { height, ..area }, Area { y: area.y + height, height, ..area })
}

/// As wide as the page allows.
fn area(y: f32, height: f32) -> Area {
    Area { x: MARGIN, y, width: WIDTH - 2.0 * MARGIN, height }
}

/// Rows of a label and what belongs to it, under a heading.
struct Table<'s, 'a> {
    sheet: &'s mut Sheet<'a>,
    /// The upper edge of every row, and the lower edge of the last.
    edges: Vec<f32>,
    y: f32,
}

impl<'s, 'a> Table<'s, 'a> {
    /// `y`: the base line of the heading.
    fn new(sheet: &'s mut Sheet<'a>, heading: &str, y: f32) -> Self {
        sheet.text(MARGIN, y, bold(12.5), heading);
        let top = y + 2.6;
        Self { sheet, edges: vec![top], y: top }
    }

    /// `draw` gets the area right of the label, without its padding.
    fn row(&mut self, label: &str, height: f32, draw: impl FnOnce(&mut Sheet<'_>, Area)) {
        let (left, right) = area(self.y, height).split(LABEL_WIDTH);
        self.sheet.shade(left, SHADE);
        self.sheet.fitted(left.padded(PADDING), bold(11.0), label);
        draw(self.sheet, right.padded(PADDING));
        self.y += height;
        self.edges.push(self.y);
    }

    /// A line of text, at most `pt` large. `none`: what stands there for "not known".
    fn line(&mut self, label: &str, height: f32, pt: f32, line: &Written, none: &str) {
        self.row(label, height, |sheet, area| match line {
            Written::Text(text) => sheet.fitted(area, regular(pt), text.expose()),
            Written::NotKnown => sheet.fitted(area, regular(13.0), none),
            Written::ByPen => by_pen(sheet, area),
            Written::NotAsked => {}
        });
    }

    /// The lines, over what is shaded. Returns the lower edge.
    fn end(self) -> f32 {
        let (top, right, column) = (self.edges[0], WIDTH - MARGIN, MARGIN + LABEL_WIDTH);
        for edge in &self.edges {
            self.sheet.rule((MARGIN, *edge), (right, *edge), 0.2);
        }
        self.sheet.rule((column, top), (column, self.y), 0.2);
        self.sheet.frame(area(top, self.y - top), 0.5);
        self.y
    }
}
