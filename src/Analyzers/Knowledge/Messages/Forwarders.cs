using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>
/// Methods of the compilation that send what they are given, as it is or inside a new message: <c>ValueTask PublishAsync(Order order) =>
/// _orders.Writer.WriteAsync(new Envelope(order))</c>. Who calls one sends. Found by name, once for each file that sends through a channel or block.
/// </summary>
internal sealed class Forwarders
{
    private static readonly ConditionalWeakTable<SyntaxTree, List<(MethodDeclarationSyntax Method, int At, InvocationExpressionSyntax Send)>> s_files = new();
    private static readonly string[] s_sending = { "WriteAsync", "TryWrite", "Post", "SendAsync" };
    private static readonly string[] s_through = { "ChannelWriter", "Channel", "CreateUnbounded", "CreateBounded", "BufferBlock", "ActionBlock", "TransformBlock", "ITargetBlock", "BroadcastBlock" };
    private readonly Dictionary<string, List<(MethodDeclarationSyntax Method, int At, InvocationExpressionSyntax Send)>> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IMethodSymbol, int> _known = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;

    private Forwarders(Compilation compilation) => _compilation = compilation;

    /// <summary>Those of a compilation.</summary>
    public static Forwarders Of(Compilation compilation)
    {
        var result = new Forwarders(compilation);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var index = NameIndex.Of(tree);
            if (!s_through.Any(index.MayContain) || !s_sending.Any(index.MayContain))
                continue;
            foreach (var found in s_files.GetValue(tree, static t => In(t).ToList()))
            {
                if (!result._byName.TryGetValue(found.Method.Identifier.ValueText, out var list))
                    result._byName.Add(found.Method.Identifier.ValueText, list = new());
                list.Add(found);
            }
        }

        return result;
    }

    /// <summary>True where there are none.</summary>
    public bool IsEmpty => _byName.Count == 0;

    /// <summary>True where one of them has the name.</summary>
    public bool MayBeNamed(string method) => _byName.ContainsKey(method);

    /// <summary>The argument that the method sends; -1 for none.</summary>
    public int ArgumentOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        !_byName.TryGetValue(method.Name, out var found) || method.IsVirtual || method.IsAbstract || method.IsOverride ? -1 : _known.GetOrAdd(method.OriginalDefinition, m => Find(m, found, cancellationToken));

    private int Find(IMethodSymbol method, List<(MethodDeclarationSyntax Method, int At, InvocationExpressionSyntax Send)> found, CancellationToken cancellationToken)
    {
        foreach (var (declaration, at, send) in found)
        {
            if (at < method.Parameters.Length && method.Parameters[at].Type is var type && (SentShape.ChangesHands(type) || Fillers.IsWrapper(type))
                && method.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == declaration.SyntaxTree && r.Span == declaration.Span)
                && Uses.In(_compilation).ModelOf(send).GetSymbolInfo(send, cancellationToken).Symbol is IMethodSymbol sender && Senders.RowOf(sender) is { Taken: TakenWhen.Later } && IsKept(send, declaration.ParameterList.Parameters[at].Identifier.ValueText, cancellationToken))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The message is what the method was given, or keeps it.</summary>
    private bool IsKept(InvocationExpressionSyntax send, string parameter, CancellationToken cancellationToken)
    {
        var message = send.ArgumentList.Arguments[0].Expression;
        if (message is not BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var arguments } creation)
            return true;
        if (Uses.In(_compilation).ModelOf(send).GetSymbolInfo(creation, cancellationToken).Symbol is not IMethodSymbol constructor)
            return false;
        for (var i = 0; i < arguments.Count && i < constructor.Parameters.Length; i++)
        {
            if (arguments[i].NameColon is null && IsName(arguments[i].Expression, parameter))
                return SentShape.Keeps(constructor, constructor.Parameters[i]);
        }

        return false;
    }

    private static IEnumerable<(MethodDeclarationSyntax Method, int At, InvocationExpressionSyntax Send)> In(SyntaxTree tree)
    {
        foreach (var name in s_sending.SelectMany(w => NameIndex.Find(tree, w, CancellationToken.None)))
        {
            if (CallShape.CallOf(name) is not { ArgumentList.Arguments: { Count: > 0 } arguments } send || CallShape.FunctionOf(send) is not MethodDeclarationSyntax { ParameterList.Parameters: { Count: > 0 } parameters } method)
                continue;
            for (var i = 0; i < parameters.Count; i++)
            {
                var parameter = parameters[i].Identifier.ValueText;
                var isSent = IsName(arguments[0].Expression, parameter) || (arguments[0].Expression is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var parts } && parts.Any(p => IsName(p.Expression, parameter)));
                if (isSent && parameters[i].Modifiers.Count == 0 && !method.DescendantNodes().Any(n => n is AssignmentExpressionSyntax { Left: IdentifierNameSyntax set } && set.Identifier.ValueText == parameter))
                    yield return (method, i, send);
            }
        }
    }

    private static bool IsName(ExpressionSyntax value, string name) => value is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name;
}
