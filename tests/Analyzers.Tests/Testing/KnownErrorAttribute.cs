namespace AsyncStateAnalyzers.Testing;

/// <summary>
/// Says in a sentence what a <c>KnownMissedAlarm_…</c> or <c>KnownFalseAlarm_…</c> test shows. Such a test asserts what happens
/// today, so that it is noticed when that turns; then it is renamed. <c>docs/limits.md</c> is made from these sentences.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KnownErrorAttribute(string sentence) : Attribute
{
    /// <summary>The start of the names of tests that show a mistake that is not reported.</summary>
    public const string Missed = "KnownMissedAlarm_";

    /// <summary>The start of the names of tests that show a report where nothing is wrong.</summary>
    public const string False = "KnownFalseAlarm_";

    /// <summary>What is missed, or reported wrongly, and why.</summary>
    public string Sentence { get; } = sentence;

    /// <summary>The case it is about, below <c>Cases</c> (<c>flow/076_….cs</c>); null where the test brings its own source.</summary>
    public string? Case { get; init; }
}
