namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>How the record is written; of several the first that compiles is taken.</summary>
/// <param name="IsPositional">True for <c>record M(int A, string B)</c>, made of the one constructor.</param>
/// <param name="IsRequired">True where every creation must name what has no value of its own.</param>
/// <param name="IsImmutableArray">True for collections as <c>ImmutableArray</c>, false for read-only views.</param>
internal sealed record RecordForm(bool IsPositional, bool IsRequired, bool IsImmutableArray);
