using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Testing;

/// <summary>Options as the compiler makes them of <c>.editorconfig</c> and <c>.globalconfig</c> files: sections, folders and levels included.</summary>
internal sealed class ConfigFiles : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigSet _set;

    private ConfigFiles(AnalyzerConfigSet set) => _set = set;

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GlobalOptions => new Values(_set.GlobalConfigOptions.AnalyzerOptions);

    /// <summary>Reads files, each a path and a text.</summary>
    public static ConfigFiles Of(params (string Path, string Text)[] files) =>
        new(AnalyzerConfigSet.Create(files.Select(f => AnalyzerConfig.Parse(SourceText.From(f.Text), f.Path)).ToList()));

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(_set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(_set.GetOptionsForSourcePath(textFile.Path).AnalyzerOptions);

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

#nullable disable // NotNullWhen is ambiguous here: the analyzer brings its own, and shows it to its tests.
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value);
#nullable restore
    }
}
