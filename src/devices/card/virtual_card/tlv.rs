//! Writing BER-TLV, as the card's files have it: one- and two-byte tags, definite lengths.

/// One object: tag, length, value.
pub(super) fn object(tag: u16, value: &[u8]) -> Vec<u8> {
    let mut bytes = header(tag, value.len());
    bytes.extend_from_slice(value);
    bytes
}

/// An `outer` object that begins with `table`: the offset (u16, from the first byte of the file) of each field.
pub(super) fn object_with_offsets(outer: u16, table: u16, fields: &[(u16, &[u8])]) -> Vec<u8> {
    let objects: Vec<Vec<u8>> = fields.iter().map(|(tag, value)| object(*tag, value)).collect();
    let table_length = header(table, fields.len() * 2).len() + fields.len() * 2;
    let length = table_length + objects.iter().map(Vec::len).sum::<usize>();
    let mut offset = header(outer, length).len() + table_length;
    let mut offsets = Vec::new();
    for object in &objects {
        // The practice files stay far below 64 KiB.
        offsets.extend_from_slice(&(offset as u16).to_be_bytes());
        offset += object.len();
    }
    let mut value = object(table, &offsets);
    value.extend(objects.into_iter().flatten());
    object(outer, &value)
}

fn header(tag: u16, length: usize) -> Vec<u8> {
    let mut bytes = match tag.to_be_bytes() {
        [0, tag] => vec![tag],
        two => two.to_vec(),
    };
    match length {
        0..=0x7F => bytes.push(length as u8),
        0x80..=0xFF => bytes.extend([0x81, length as u8]),
        _ => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    bytes
}
