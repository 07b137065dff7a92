//! Prints what a photograph of 12 megapixels costs: preparing it, and each width in each format.
//!
//! `cargo run --release -p media --example encode_times`, with `--features avif` for AVIF. The figures are
//! processor time (on Linux; elsewhere they are wall time), each the mean over half a second or more, so that
//! a busy machine disturbs them little. All come from one run; their relation says more than they do.

use std::time::{Duration, Instant};

use media::{EncodeError, Format, RenditionPlan, encode, plan, prepare};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (width, height) = (4_000, 3_000);
    let plain = jpeg(&scene(width, height), width, height)?;
    let turned = with_orientation(&plain, 6);
    for (name, bytes) in [("as it is", &plain), ("turned by EXIF", &turned)] {
        let (prepared, took) = timed(|| prepare(bytes));
        let prepared = prepared?;
        let kilobytes = prepared.bytes.len() / 1024;
        println!("prepare, {name}: {took:.0?}, {kilobytes} KB stored");
    }
    let stored = prepare(&plain)?.bytes;
    let mut formats = vec![Format::WebP, Format::Jpeg, Format::Png];
    if cfg!(feature = "avif") {
        formats.push(Format::Avif);
    }
    println!("{:>6} {:>6} {:>10} {:>8}", "width", "format", "time", "KB");
    let plans = plan(Format::Jpeg, width, height, false, false);
    for plan in plans.iter().filter(|plan| plan.format == Format::Jpeg) {
        for format in &formats {
            let plan = RenditionPlan {
                format: *format,
                ..*plan
            };
            let (bytes, took) = encoding(&stored, plan)?;
            let kilobytes = bytes / 1024;
            println!(
                "{:>6} {format:>6} {took:>10.1?} {kilobytes:>8}",
                plan.width_px
            );
        }
    }
    let (count, took) = timed(|| {
        let mut count = 0;
        encode(&stored, Format::Jpeg, &plans, |_| {
            count += 1;
            Ok::<_, std::convert::Infallible>(())
        })
        .map(|()| count)
    });
    println!("all {} of the plan, decoded once: {took:.0?}", count?);
    Ok(())
}

/// The size of a rendition, and the time of encoding it alone: what several copies cost beyond the first, which
/// pays for decoding and resizing too.
fn encoding(
    stored: &[u8],
    plan: RenditionPlan,
) -> Result<(usize, Duration), EncodeError<std::convert::Infallible>> {
    let copies = if plan.format == Format::Avif { 1 } else { 8 };
    let mut size = 0;
    let mut run = |count: u32| {
        let plans = vec![plan; count as usize];
        timed(|| {
            encode(stored, Format::Jpeg, &plans, |rendition| {
                size = rendition.bytes.len();
                Ok(())
            })
        })
    };
    let (first, once) = run(1);
    let (further, often) = run(1 + copies);
    first.and(further)?;
    Ok((size, often.saturating_sub(once) / copies))
}

/// The last result, and the mean time of a call.
fn timed<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let start = Instant::now();
    let before = processor_time();
    let spent = || match (before, processor_time()) {
        (Some(before), Some(now)) => now - before,
        _ => start.elapsed(),
    };
    let mut calls = 0;
    loop {
        let result = work();
        calls += 1;
        if spent() >= Duration::from_millis(500) {
            return (result, spent() / calls);
        }
    }
}

/// What this process has had of the processor, of which the kernel keeps account in hundredths of a second.
fn processor_time() -> Option<Duration> {
    let account = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name of the program, which may hold spaces; the 14th and 15th are the times.
    let mut fields = account.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(Duration::from_millis((user + system) * 10))
}

/// Soft shapes with a grain, as a photograph has them.
fn scene(width: u32, height: u32) -> Vec<u8> {
    let mut seed = 0x2545_F491_u32;
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            let grain = (seed & 7) as f32;
            let (across, down) = (x as f32 / width as f32, y as f32 / height as f32);
            let wave = ((across * 90.0).sin() * (down * 70.0).cos() + 1.0) * 60.0;
            pixels.push((40.0 + across * 120.0 + wave * 0.5 + grain) as u8);
            pixels.push((70.0 + down * 90.0 + wave * 0.3 + grain) as u8);
            pixels.push((200.0 - down * 120.0 + grain) as u8);
        }
    }
    pixels
}

fn jpeg(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut bytes = Vec::new();
    jpeg_encoder::Encoder::new(&mut bytes, 90).encode(
        pixels,
        u16::try_from(width)?,
        u16::try_from(height)?,
        jpeg_encoder::ColorType::Rgb,
    )?;
    Ok(bytes)
}

/// With an EXIF segment that holds the orientation alone.
fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut segment =
        b"\xFF\xE1\0\x22Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    segment.extend([orientation, 0, 0, 0, 0, 0, 0]);
    [&jpeg[..2], &segment, &jpeg[2..]].concat()
}
