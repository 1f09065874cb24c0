//! Writes archives byte by byte, so that any of their fields can lie.

/// An entry, and what its headers say of it.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) name: Vec<u8>,
    /// The name in the entry's own header, when it is another.
    pub(crate) local_name: Option<Vec<u8>>,
    pub(crate) data: Vec<u8>,
    pub(crate) size: u32,
    pub(crate) packed: u32,
    pub(crate) crc: u32,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    pub(crate) mode: u32,
    pub(crate) extra: Vec<u8>,
    /// Bytes behind the entry.
    pub(crate) gap: Vec<u8>,
    /// Has no header and body of its own, but points to this byte.
    pub(crate) at: Option<usize>,
}

/// A stored file that tells the truth.
pub(crate) fn part(name: impl AsRef<[u8]>, data: &[u8]) -> Part {
    let length = u32::try_from(data.len()).unwrap();
    Part {
        name: name.as_ref().to_vec(),
        local_name: None,
        data: data.to_vec(),
        size: length,
        packed: length,
        crc: crc32(data),
        method: 0,
        flags: 0,
        mode: 0o100_644,
        extra: Vec::new(),
        gap: Vec::new(),
        at: None,
    }
}

/// What the end record says.
#[derive(Clone, Default)]
pub(crate) struct Shape {
    /// Bytes before the first entry.
    pub(crate) before: Vec<u8>,
    /// The offsets count from the first entry, not from the start of the file.
    pub(crate) ignores_before: bool,
    pub(crate) comment: Vec<u8>,
    /// Bytes behind the end record.
    pub(crate) after: Vec<u8>,
    /// Entries that the end record counts beyond those that are there.
    pub(crate) more_entries: u16,
    /// Writes a zip64 end record, to which the plain one leaves all.
    pub(crate) wide: bool,
}

pub(crate) fn archive(parts: &[Part]) -> Vec<u8> {
    forge(parts, &Shape::default())
}

pub(crate) fn forge(parts: &[Part], shape: &Shape) -> Vec<u8> {
    let mut out = shape.before.clone();
    let base = if shape.ignores_before { out.len() } else { 0 };
    let mut starts: Vec<usize> = Vec::new();
    for part in parts {
        if let Some(at) = part.at {
            starts.push(at);
            continue;
        }
        starts.push(out.len() - base);
        let name = part.local_name.as_ref().unwrap_or(&part.name);
        out.extend(b"PK\x03\x04\x14\x00");
        out.extend(fields(part, name));
        out.extend(name);
        out.extend(&part.extra);
        out.extend(&part.data);
        out.extend(&part.gap);
    }
    let start = out.len();
    for (part, at) in parts.iter().zip(&starts) {
        out.extend(b"PK\x01\x02\x14\x03\x14\x00");
        out.extend(fields(part, &part.name));
        out.extend([0; 6]);
        out.extend((part.mode << 16).to_le_bytes());
        out.extend(u32::try_from(*at).unwrap().to_le_bytes());
        out.extend(&part.name);
        out.extend(&part.extra);
    }
    let count = u16::try_from(parts.len()).unwrap() + shape.more_entries;
    let size = out.len() - start;
    end(&mut out, shape, start - base, size, count);
    out
}

/// What both headers of an entry have in common, from the flags to the lengths.
fn fields(part: &Part, name: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(part.flags.to_le_bytes());
    out.extend(part.method.to_le_bytes());
    out.extend([0, 0, 0x21, 0]);
    for number in [part.crc, part.packed, part.size] {
        out.extend(number.to_le_bytes());
    }
    for length in [name.len(), part.extra.len()] {
        out.extend(u16::try_from(length).unwrap().to_le_bytes());
    }
    out
}

fn end(out: &mut Vec<u8>, shape: &Shape, start: usize, size: usize, count: u16) {
    let (start, size) = (start as u64, size as u64);
    if shape.wide {
        let at = out.len() as u64;
        out.extend(b"PK\x06\x06");
        out.extend(44_u64.to_le_bytes());
        out.extend([45, 0, 45, 0]);
        out.extend([0; 8]);
        for number in [count.into(), count.into(), size, start] {
            out.extend(u64::to_le_bytes(number));
        }
        out.extend(b"PK\x06\x07\0\0\0\0");
        out.extend(at.to_le_bytes());
        out.extend(1_u32.to_le_bytes());
    }
    out.extend(b"PK\x05\x06\0\0\0\0");
    if shape.wide {
        out.extend([0xff; 12]);
    } else {
        out.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
        for number in [size, start] {
            out.extend(u32::try_from(number).unwrap().to_le_bytes());
        }
    }
    out.extend(u16::try_from(shape.comment.len()).unwrap().to_le_bytes());
    out.extend(&shape.comment);
    out.extend(&shape.after);
}

pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = !0;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}
