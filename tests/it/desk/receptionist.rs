//! Somebody at a browser, without the browser: the same requests, cookies and token as the page's.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

#[derive(Clone)]
pub struct Receptionist {
    url: String,
    cookies: Vec<(String, String)>,
    csrf: String,
}

static ORDERS: AtomicU64 = AtomicU64::new(0);

/// No status is an error: tests look at it.
fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

impl Receptionist {
    pub fn at(desk: SocketAddr) -> Self {
        Self { url: format!("http://localhost:{}", desk.port()), cookies: Vec::new(), csrf: String::new() }
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Status and body.
    pub fn get(&self, path: &str) -> (u16, Value) {
        let answer = agent().get(format!("{}{path}", self.url)).header("cookie", self.cookie()).call().unwrap();
        let status = answer.status().as_u16();
        (status, answer.into_body().read_json().unwrap_or(Value::Null))
    }

    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.post_from(path, body, &self.url.clone(), &self.csrf)
    }

    pub fn delete(&self, path: &str) -> u16 {
        let asked = agent().delete(format!("{}{path}", self.url)).header("cookie", self.cookie());
        let answer = asked.header("origin", &self.url).header("x-csrf", &self.csrf).call().unwrap();
        answer.status().as_u16()
    }

    /// What was done at this desk, as lines: who, what, about whom, where.
    pub fn acts(&self) -> Vec<String> {
        let (status, acts) = self.get("/api/acts");
        assert_eq!(status, 200);
        let text = |act: &Value, name: &str| act[name].as_str().unwrap_or_default().to_owned();
        let line = |act: &Value| ["person", "what", "kiosk", "place"].map(|name| text(act, name)).join(" ");
        acts.as_array().unwrap().iter().map(line).collect()
    }

    /// From a page of this site, with this token.
    pub fn post_from(&self, path: &str, body: &Value, origin: &str, csrf: &str) -> (u16, Value) {
        let asked = agent().post(format!("{}{path}", self.url)).header("cookie", self.cookie());
        let answer = asked.header("origin", origin).header("x-csrf", csrf).send_json(body).unwrap();
        let status = answer.status().as_u16();
        (status, answer.into_body().read_json().unwrap_or(Value::Null))
    }

    pub fn sign_in(&mut self, name: &str, code: &str, terminal: &str) -> (u16, Value) {
        let body = json!({ "name": name, "code": code, "terminal": terminal });
        let asked = agent().post(format!("{}/api/sign-in", self.url)).header("cookie", self.cookie());
        let answer = asked.header("origin", &self.url).send_json(&body).unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let text = cookie.to_str().unwrap();
            assert!(text.contains("HttpOnly") && text.contains("SameSite=Strict"), "{text}");
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        let status = answer.status().as_u16();
        let body: Value = answer.into_body().read_json().unwrap_or(Value::Null);
        if let Some(csrf) = body["csrf"].as_str() {
            self.csrf = csrf.to_owned();
        }
        (status, body)
    }

    /// What the page shows now.
    pub fn board(&self) -> Value {
        let answer = agent().get(format!("{}/api/events", self.url)).header("cookie", self.cookie()).call().unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        let lines = BufReader::new(answer.into_body().into_reader()).lines();
        let data = lines.map(|line| line.unwrap()).find_map(|line| Some(line.strip_prefix("data:")?.trim().to_owned()));
        serde_json::from_str(&data.unwrap()).unwrap()
    }

    /// The card of a kiosk.
    pub fn card(&self, name: &str) -> Value {
        let board = self.board();
        let kiosks = board["kiosks"].as_array().unwrap_or_else(|| panic!("{board}"));
        kiosks.iter().find(|kiosk| kiosk["name"] == name).cloned().unwrap_or_else(|| panic!("no {name}: {board}"))
    }

    /// An order for what this card shows.
    pub fn order_for(card: &Value, action: &Value) -> Value {
        let number = ORDERS.fetch_add(1, Ordering::Relaxed);
        let state = &card["state"];
        json!({
            "id": format!("order-of-a-test-{number}"), "boot": state["boot"], "visit": state["visit"],
            "screen": state["screen"], "action": action, "compared": true,
        })
    }

    /// Presses a button of this card; what comes of it is told to whoever joins.
    pub fn press(&self, card: &Value, action: &Value) -> JoinHandle<String> {
        self.send(card, Self::order_for(card, action))
    }

    pub fn send(&self, card: &Value, order: Value) -> JoinHandle<String> {
        let (person, path) = (self.clone(), format!("/api/kiosks/{}/orders", card["id"].as_str().unwrap()));
        std::thread::spawn(move || {
            let (status, told) = person.post(&path, &order);
            match (status, told["verdict"].as_str().or(told["outcome"].as_str())) {
                (200, Some(outcome)) => outcome.to_owned(),
                (status, _) => status.to_string(),
            }
        })
    }
}

pub fn visual(reason: &str) -> Value {
    json!({ "action": "visual_check", "reason": reason })
}

pub fn action(name: &str) -> Value {
    json!({ "action": name })
}
