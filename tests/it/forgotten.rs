//! A broker that starts or stops may return an empty list of brokers. librdkafka then drops all that it knew and never connects
//! again; the worker replaces its consumer.

use std::{
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

const TOPIC: &str = "news.articles";
const METADATA: i16 = 3;
const FIND_COORDINATOR: i16 = 10;
const API_VERSIONS: i16 = 18;
const INIT_PRODUCER_ID: i16 = 22;
const LEADER_NOT_AVAILABLE: i16 = 5;

/// A broker that lists itself, but nobody when it is asked for a topic.
struct Forgetful {
    port: u16,
    /// How often a consumer asked for the coordinator of its group, or for its topic.
    asked: Arc<AtomicUsize>,
}

impl Forgetful {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let counter = Arc::clone(&counter);
                thread::spawn(move || serve(stream, port, &counter));
            }
        });
        Self { port, asked }
    }
}

/// Answers requests until the other side hangs up, or asks for what this broker does not know.
fn serve(mut stream: TcpStream, port: u16, asked: &AtomicUsize) -> io::Result<()> {
    loop {
        let mut size = [0; 4];
        stream.read_exact(&mut size)?;
        let mut request = vec![0; u32::from_be_bytes(size) as usize];
        stream.read_exact(&mut request)?;
        let short = |at: usize| i16::from_be_bytes([request[at], request[at + 1]]);
        let is_about_topic = request.windows(TOPIC.len()).any(|bytes| bytes == TOPIC.as_bytes());
        asked.fetch_add(usize::from(short(0) == FIND_COORDINATOR || is_about_topic), Ordering::Relaxed);
        let mut answer = request[4..8].to_vec();
        match short(0) {
            API_VERSIONS => answer.extend(versions()),
            METADATA => {
                // Behind the name of the client, the number of topics: none, or all as -1.
                let topics = &request[10 + usize::try_from(short(8)).unwrap()..][..4];
                let is_for_topic = i32::from_be_bytes(topics.try_into().unwrap()) > 0;
                answer.extend(metadata((!is_for_topic).then_some(port)));
            }
            FIND_COORDINATOR => answer.extend([&[0; 2][..], &itself(port)].concat()),
            INIT_PRODUCER_ID => answer.extend([0; 16]),
            _ => return Ok(()),
        }
        stream.write_all(&u32::try_from(answer.len()).unwrap().to_be_bytes())?;
        stream.write_all(&answer)?;
    }
}

/// `ApiVersions`, version 3: the versions of the other answers.
fn versions() -> Vec<u8> {
    let known: [[i16; 3]; 5] =
        [[0, 3, 7], [METADATA, 1, 1], [FIND_COORDINATOR, 0, 0], [API_VERSIONS, 0, 3], [INIT_PRODUCER_ID, 0, 0]];
    let mut body = vec![0, 0, u8::try_from(known.len() + 1).unwrap()];
    for row in known {
        body.extend(row.iter().flat_map(|number| number.to_be_bytes()));
        body.push(0);
    }
    body.extend([0; 5]);
    body
}

/// Metadata, version 1: the brokers, no controller, and a topic without partitions.
fn metadata(port: Option<u16>) -> Vec<u8> {
    let mut body = u32::from(port.is_some()).to_be_bytes().to_vec();
    if let Some(port) = port {
        body.extend([&itself(port)[..], &[255; 2]].concat());
    }
    body.extend([&[255; 4][..], &1_u32.to_be_bytes(), &LEADER_NOT_AVAILABLE.to_be_bytes()].concat());
    body.extend([&text(TOPIC)[..], &[0; 5]].concat());
    body
}

/// The broker's number and address.
fn itself(port: u16) -> Vec<u8> {
    [&1_u32.to_be_bytes()[..], &text("127.0.0.1"), &u32::from(port).to_be_bytes()].concat()
}

fn text(text: &str) -> Vec<u8> {
    [&u16::try_from(text.len()).unwrap().to_be_bytes()[..], text.as_bytes()].concat()
}

/// Ends a worker even if the test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_consumer_that_knows_no_broker_is_replaced() {
    let broker = Forgetful::start();
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    for setting in [
        &*format!("kafka.bootstrap_servers=127.0.0.1:{}", broker.port),
        "kafka.instance=test",
        "http.listen=",
        "reader.enabled=false",
        "delivery.guarantee=at_least_once",
        "kafka.consumer.statistics.interval.ms=200",
        // A consumer that has found the coordinator has nothing to ask until the topic is looked for again.
        "kafka.consumer.topic.metadata.refresh.interval.ms=200",
    ] {
        command.args(["--set", setting]);
    }
    let mut worker = Running(command.arg("run").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    // After some attempts within a second, librdkafka by itself asks nobody any more.
    for _ in 0..8 {
        thread::sleep(Duration::from_millis(300));
        let (before, deadline) = (broker.asked.load(Ordering::Relaxed), Instant::now() + Duration::from_secs(30));
        while broker.asked.load(Ordering::Relaxed) == before {
            assert!(worker.0.try_wait().unwrap().is_none(), "the worker has ended");
            assert!(Instant::now() < deadline, "asked {before} times, and then no more");
            thread::sleep(Duration::from_millis(20));
        }
    }
}
