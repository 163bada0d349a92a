//! The names of the headers that a dead letter adds to those of its message.
//!
//! `__connect.errors.*` are the headers of Kafka Connect, which other tools know; `x-dateline-*` are our own. They come
//! after the headers of the message, and a reader takes the last header of a name.

/// The input topic. The first header that is added: whatever comes before its last occurrence belongs to the message.
pub const TOPIC: &str = "__connect.errors.topic";
/// The partition of the input topic.
pub const PARTITION: &str = "__connect.errors.partition";
/// The offset in that partition.
pub const OFFSET: &str = "__connect.errors.offset";
/// The program that wrote the dead letter.
pub const CONNECTOR: &str = "__connect.errors.connector.name";
/// The task of a connector; a worker has one.
pub const TASK: &str = "__connect.errors.task.id";
/// The stage that gave up.
pub const STAGE: &str = "__connect.errors.stage";
/// The module of that stage.
pub const CLASS: &str = "__connect.errors.class.name";
/// The reason, as in [`REASON`].
pub const EXCEPTION_CLASS: &str = "__connect.errors.exception.class.name";
/// A sentence for a person.
pub const EXCEPTION_MESSAGE: &str = "__connect.errors.exception.message";
/// What a Java program would call the stack trace: the reason and the message, and the frames of a panic.
pub const STACKTRACE: &str = "__connect.errors.exception.stacktrace";
/// The reason as a word.
pub const REASON: &str = "x-dateline-reason";
/// How often the message has been dead-lettered. A message that is sent again carries it along.
pub const ATTEMPT: &str = "x-dateline-attempt";
/// The version of the worker.
pub const VERSION: &str = "x-dateline-version";
/// Why key or value are left out. Only where they are.
pub const OMITTED: &str = "x-dateline-omitted";
/// On a message that was sent again: where its dead letter is, as `topic/partition/offset`.
pub const REPLAYED_FROM: &str = "dateline-replayed-from";
