use fachwerk_mapping::*;
fn main() {
    use std::io::BufRead;
    for l in std::io::stdin().lock().lines() {
        let l = l.unwrap();
        let mut p = l
            .trim_matches('"')
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        while let Some(i) = p.find("&#x").or(p.find("&#")) {
            let j = i + p[i..].find(';').unwrap();
            let t = &p[i + 2..j];
            let c = if let Some(h) = t.strip_prefix('x') {
                u32::from_str_radix(h, 16).unwrap()
            } else {
                t.parse().unwrap()
            };
            let c = char::from_u32(c).unwrap();
            p = format!("{}{}{}", &p[..i], c, &p[j + 1..]);
        }
        let t = std::time::Instant::now();
        let mut m = Mapping::default();
        m.scalars.push(Scalar {
            name: None,
            source: None,
            kind: ScalarKind::String,
            white_space: fachwerk_contract::schema::WhiteSpace::Preserve,
            facets: ScalarFacets { patterns: vec![vec![p.clone()]], ..Default::default() },
            json: JsonForm::String,
            proto: ProtoForm::String,
            documentation: None,
        });
        for u in fachwerk_message::value::Patterns::untranslatable(&m) {
            println!("{} {}", &u.pattern, u.reason);
        }
        if t.elapsed().as_micros() > 10000 {
            println!("slow {p} {:?}", t.elapsed())
        }
    }
}
