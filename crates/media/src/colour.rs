//! Brings colours to sRGB, the one space that every browser shows alike without a profile.

use moxcms::{
    Chromaticity, CicpProfile, ColorPrimaries, ColorProfile, DataColorSpace, Layout,
    MatrixCoefficients, ToneReprCurve, Transform8BitExecutor, TransformOptions, XyY,
    curve_from_gamma,
};

use crate::raster::Raster;

/// Two levels of 255: what rounding makes of the same space, and no eye sees.
const TOLERANCE: u8 = 2;
/// How many pixels are converted at once; bounds the second copy.
const PIXELS_AT_ONCE: usize = 1 << 16;

/// What a file says about its colours.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// An ICC profile.
    Profile(&'a [u8]),
    /// Code points of ITU-T H.273, as in PNG's cICP and AVIF's nclx.
    CodePoints {
        /// The primaries.
        primaries: u8,
        /// The transfer characteristics.
        transfer: u8,
    },
    /// PNG's older chunks: 100,000 times gamma, and 100,000 times the white point and the primaries.
    Measured {
        /// From gAMA.
        gamma: Option<u32>,
        /// From cHRM: white, red, green, blue, each x and y.
        chromaticities: Option<[u32; 8]>,
    },
}

/// Converts in place when the source is another space than sRGB; true when it did. What a file says about
/// its colours and cannot be understood is ignored, as browsers do.
pub(crate) fn to_srgb(raster: &mut Raster, source: Source<'_>, is_grey: bool) -> bool {
    let Some(profile) = profile_of(source) else {
        return false;
    };
    let is_fitting = match profile.color_space {
        DataColorSpace::Rgb => true,
        DataColorSpace::Gray => is_grey,
        _ => false,
    };
    if !is_fitting || is_srgb(&profile) {
        return false;
    }
    if profile.color_space == DataColorSpace::Gray {
        return grey_to_srgb(raster, &profile).is_some();
    }
    let layout = if raster.channels == 3 {
        Layout::Rgb
    } else {
        Layout::Rgba
    };
    let Some(transform) = transform(&profile, layout, layout) else {
        return false;
    };
    let mut before = Vec::new();
    let mut is_done = true;
    for pixels in raster.pixels.chunks_mut(PIXELS_AT_ONCE * raster.channels) {
        before.clear();
        before.extend_from_slice(pixels);
        is_done &= transform.transform(&before, pixels).is_ok();
    }
    is_done
}

/// Inks (255 is full ink) to RGB: by their profile, or mixed simply where there is none.
pub(crate) fn inks_to_srgb(inks: &[u8], source: Option<Source<'_>>) -> Vec<u8> {
    let transform = source
        .and_then(profile_of)
        .filter(|profile| profile.color_space == DataColorSpace::Cmyk)
        .and_then(|profile| transform(&profile, Layout::Rgba, Layout::Rgb));
    let mut rgb = vec![0; inks.len() / 4 * 3];
    if let Some(transform) = transform {
        let is_done = inks
            .chunks(PIXELS_AT_ONCE * 4)
            .zip(rgb.chunks_mut(PIXELS_AT_ONCE * 3))
            .all(|(from, to)| transform.transform(from, to).is_ok());
        if is_done {
            return rgb;
        }
    }
    for (ink, colour) in inks.chunks_exact(4).zip(rgb.chunks_exact_mut(3)) {
        let paper = u32::from(255 - ink[3]);
        for (value, ink) in colour.iter_mut().zip(&ink[..3]) {
            // At most 255 by construction.
            *value = ((u32::from(255 - ink) * paper + 127) / 255) as u8;
        }
    }
    rgb
}

/// A profile of the same colours and nothing else: no names, dates, devices or serial numbers.
pub(crate) fn anonymous_profile(profile: &[u8]) -> Option<Vec<u8>> {
    let full = ColorProfile::new_from_slice(profile).ok()?;
    if full.color_space != DataColorSpace::Rgb || !full.is_matrix_shaper() {
        return None;
    }
    let mut plain = ColorProfile::new_srgb();
    plain.red_colorant = full.red_colorant;
    plain.green_colorant = full.green_colorant;
    plain.blue_colorant = full.blue_colorant;
    plain.red_trc = full.red_trc;
    plain.green_trc = full.green_trc;
    plain.blue_trc = full.blue_trc;
    plain.white_point = full.white_point;
    plain.media_white_point = full.media_white_point;
    plain.chromatic_adaptation = full.chromatic_adaptation;
    plain.cicp = None;
    plain.description = None;
    plain.copyright = None;
    let mut bytes = plain.encode().ok()?;
    // The library writes the time of the call; the same picture has to give the same bytes.
    const DATE: std::ops::Range<usize> = 24..36;
    const MIDNIGHT_OF_2000: [u8; 12] = [0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];
    bytes.get_mut(DATE)?.copy_from_slice(&MIDNIGHT_OF_2000);
    Some(bytes)
}

fn grey_to_srgb(raster: &mut Raster, profile: &ColorProfile) -> Option<()> {
    let transform = transform(profile, Layout::Gray, Layout::Rgb)?;
    let mut curve = [0; 256 * 3];
    let levels: Vec<u8> = (0..=u8::MAX).collect();
    transform.transform(&levels, &mut curve).ok()?;
    for pixel in raster.pixels.chunks_exact_mut(raster.channels) {
        for value in &mut pixel[..3] {
            *value = curve[usize::from(*value) * 3];
        }
    }
    Some(())
}

fn transform(
    profile: &ColorProfile,
    from: Layout,
    to: Layout,
) -> Option<std::sync::Arc<Transform8BitExecutor>> {
    profile
        .create_transform_8bit(
            from,
            &ColorProfile::new_srgb(),
            to,
            TransformOptions::default(),
        )
        .ok()
}

/// Asks the profile itself instead of its name: 9 levels of each channel, in every mixture.
fn is_srgb(profile: &ColorProfile) -> bool {
    let levels = || (0..=8_u8).map(|step| step.saturating_mul(32));
    let (from, layout) = if profile.color_space == DataColorSpace::Gray {
        ((0..=u8::MAX).collect::<Vec<_>>(), Layout::Gray)
    } else {
        let mixed = levels().flat_map(|red| {
            levels().flat_map(move |green| levels().flat_map(move |blue| [red, green, blue]))
        });
        (mixed.collect(), Layout::Rgb)
    };
    let Some(transform) = transform(profile, layout, Layout::Rgb) else {
        // A profile that leads nowhere cannot be converted either.
        return true;
    };
    let channels = if layout == Layout::Gray { 1 } else { 3 };
    let mut to = vec![0; from.len() / channels * 3];
    if transform.transform(&from, &mut to).is_err() {
        return true;
    }
    from.chunks_exact(channels)
        .zip(to.chunks_exact(3))
        .all(|(from, to)| {
            let from = from.iter().cycle();
            to.iter()
                .zip(from)
                .all(|(to, from)| to.abs_diff(*from) <= TOLERANCE)
        })
}

fn profile_of(source: Source<'_>) -> Option<ColorProfile> {
    match source {
        Source::Profile(bytes) => ColorProfile::new_from_slice(bytes).ok(),
        Source::CodePoints {
            primaries,
            transfer,
        } => of_code_points(primaries, transfer),
        Source::Measured {
            gamma,
            chromaticities,
        } => measured(gamma, chromaticities),
    }
}

fn of_code_points(primaries: u8, transfer: u8) -> Option<ColorProfile> {
    // BT.601, BT.709, BT.2020 and sRGB share their meaning on a screen: pictures marked with any of the
    // first are shown with sRGB's curve by every browser. 2 is “unspecified”.
    let transfer = match transfer {
        1 | 2 | 6 | 14 | 15 => 13,
        other => other,
    };
    let primaries = if primaries == 2 { 1 } else { primaries };
    let mut profile = ColorProfile::new_srgb();
    profile.update_rgb_colorimetry_from_cicp(CicpProfile {
        color_primaries: primaries.try_into().ok()?,
        transfer_characteristics: 13_u8.try_into().ok()?,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    });
    profile.cicp = None;
    let curve = match transfer {
        13 => return Some(profile),
        16 => hdr_curve(perceptual_quantizer),
        18 => hdr_curve(hybrid_log_gamma),
        other => {
            let transfer = moxcms::TransferCharacteristics::try_from(other).ok()?;
            ToneReprCurve::try_from(transfer).ok()?
        }
    };
    profile.red_trc = Some(curve.clone());
    profile.green_trc = Some(curve.clone());
    profile.blue_trc = Some(curve);
    Some(profile)
}

/// A curve for a screen without HDR: white at 203 cd/m² (ITU-R BT.2408) is the screen's white, and what is
/// brighter is rolled off instead of cut.
fn hdr_curve(nits_of: fn(f64) -> f64) -> ToneReprCurve {
    const REFERENCE_WHITE: f64 = 203.0;
    const KNEE: f64 = 0.8;
    let table = (0..=4095_u16).map(|step| {
        let linear = nits_of(f64::from(step) / 4095.0) / REFERENCE_WHITE;
        let shown = if linear <= KNEE {
            linear
        } else {
            let above = (linear - KNEE) / (1.0 - KNEE);
            KNEE + (1.0 - KNEE) * above / (1.0 + above)
        };
        // The conversion to an integer saturates.
        (shown * 65_535.0).round() as u16
    });
    ToneReprCurve::Lut(table.collect())
}

/// SMPTE ST 2084.
fn perceptual_quantizer(signal: f64) -> f64 {
    let (m1, m2) = (2610.0 / 16384.0, 2523.0 / 32.0);
    let (c1, c2, c3) = (3424.0 / 4096.0, 2413.0 / 128.0, 2392.0 / 128.0);
    let power = signal.powf(1.0 / m2);
    10_000.0 * ((power - c1).max(0.0) / (c2 - c3 * power)).powf(1.0 / m1)
}

/// ITU-R BT.2100 for a screen of 1,000 cd/m², its gamma applied per channel.
fn hybrid_log_gamma(signal: f64) -> f64 {
    let (a, b, c) = (0.178_832_77, 0.284_668_92, 0.559_910_73);
    let scene = if signal <= 0.5 {
        signal * signal / 3.0
    } else {
        (((signal - c) / a).exp() + b) / 12.0
    };
    1_000.0 * scene.powf(1.2)
}

fn measured(gamma: Option<u32>, chromaticities: Option<[u32; 8]>) -> Option<ColorProfile> {
    let mut profile = ColorProfile::new_srgb();
    profile.cicp = None;
    if let Some(points) = chromaticities {
        let points = points.map(|value| value as f32 / 100_000.0);
        if points.iter().any(|value| !(0.0..=1.0).contains(value)) || points[1] < 0.05 {
            return None;
        }
        let [white, red, green, blue] =
            [0, 2, 4, 6].map(|at| Chromaticity::new(points[at], points[at + 1]));
        let area = (green.x - red.x) * (blue.y - red.y) - (blue.x - red.x) * (green.y - red.y);
        if area.abs() < 0.01 {
            return None;
        }
        let white = XyY::new(f64::from(white.x), f64::from(white.y), 1.0);
        profile.update_rgb_colorimetry(white, ColorPrimaries { red, green, blue });
    }
    // 0.45455 is how files say sRGB in this chunk, though the curves differ in the darkest tones.
    if let Some(gamma) = gamma.filter(|gamma| !(45_000..=46_000).contains(gamma)) {
        let exponent = 100_000.0 / gamma as f32;
        if !(0.2..=10.0).contains(&exponent) {
            return None;
        }
        let curve = curve_from_gamma(exponent);
        profile.red_trc = Some(curve.clone());
        profile.green_trc = Some(curve.clone());
        profile.blue_trc = Some(curve);
    }
    Some(profile)
}
