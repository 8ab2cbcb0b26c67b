using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>One before and after in one call; sources are written with the marks of <see cref="MarkedSource"/>.</summary>
internal static class Shape
{
    /// <summary>The fix with <paramref name="key"/> makes <paramref name="after"/> of <paramref name="before"/>.</summary>
    public static async Task Becomes(string key, string before, string after, string member = "_n", Func<Fixing, Fixing>? with = null)
    {
        var fixing = new Fixing { Source = before.ReplaceLineEndings("\n"), Member = member };
        Assert.Equal(after.ReplaceLineEndings("\n"), await (with?.Invoke(fixing) ?? fixing).ApplyAsync(key));
    }

    /// <summary>The fix with <paramref name="key"/> is not offered.</summary>
    public static async Task IsRefused(string key, string source, string member = "_n", Func<Fixing, Fixing>? with = null)
    {
        var fixing = new Fixing { Source = source.ReplaceLineEndings("\n"), Member = member };
        Assert.DoesNotContain(key, await (with?.Invoke(fixing) ?? fixing).OfferedAsync());
    }

    /// <summary>The kinds of fix that the analyzer allows.</summary>
    public static Func<Fixing, Fixing> Only(FixKinds kinds) => fixing => fixing with { Kinds = kinds };
}
