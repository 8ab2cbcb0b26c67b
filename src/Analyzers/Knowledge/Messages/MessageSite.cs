using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>A place that says of which type messages are.</summary>
/// <param name="Place">The type as it is written there, or the name of the sending method.</param>
/// <param name="Message">The type.</param>
/// <param name="Through">What carries them, as the message of a rule calls it.</param>
internal sealed record MessageSite(SyntaxNode Place, INamedTypeSymbol Message, string Through)
{
    /// <summary>The places of a file, in their order. Files without one of the words are not looked at.</summary>
    public static IEnumerable<MessageSite> In(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken) =>
        Places(model.SyntaxTree, knowledge, cancellationToken).SelectMany(p => Bind(p.Name, p.Carrier, model, knowledge, cancellationToken));

    /// <summary>True where the type is named as a message earlier in the compilation than here; it is reported there.</summary>
    public bool IsNamedEarlier(KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        foreach (var tree in knowledge.Compilation.SyntaxTrees)
        {
            var order = string.CompareOrdinal(tree.FilePath, Place.SyntaxTree.FilePath);
            if (order > 0 || (order == 0 && tree != Place.SyntaxTree) || IsGenerated(tree) || !NameIndex.Of(tree).MayContain(Message.Name))
                continue;
            SemanticModel? model = null;
            foreach (var (name, carrier) in Places(tree, knowledge, cancellationToken))
            {
                if (tree == Place.SyntaxTree && name.SpanStart >= Place.SpanStart)
                    continue;
                model ??= knowledge.Compilation.GetSemanticModel(tree);
                if (Bind(name, carrier, model, knowledge, cancellationToken).Any(s => SymbolEqualityComparer.Default.Equals(s.Message, Message) && (tree != Place.SyntaxTree || s.Place.SpanStart < Place.SpanStart)))
                    return true;
            }
        }

        return false;
    }

    private static IEnumerable<(SimpleNameSyntax Name, CarrierRow? Carrier)> Places(SyntaxTree tree, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var index = NameIndex.Of(tree);
        List<(SimpleNameSyntax, CarrierRow?)>? found = null;
        foreach (var word in Senders.Words)
        {
            if (!index.MayContain(word))
                continue;
            foreach (var name in NameIndex.Find(tree, word, cancellationToken))
            {
                if (name is GenericNameSyntax generic && IsMade(generic))
                    (found ??= new()).Add((name, Senders.CarrierOf(word)));
            }
        }

        foreach (var word in knowledge.Options.In(tree).Senders.LastNames)
        {
            // All methods of a type are listed: any call may be meant.
            var names = word == "*" ? tree.GetRoot(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>() : NameIndex.Find(tree, word, cancellationToken);
            foreach (var name in names)
            {
                if (CallShape.CallOf(name) is not null)
                    (found ??= new()).Add((name, null));
            }
        }

        found?.Sort((a, b) => a.Item1.SpanStart.CompareTo(b.Item1.SpanStart));
        return found ?? Enumerable.Empty<(SimpleNameSyntax, CarrierRow?)>();
    }

    /// <summary>True where a carrier is made: a call of its maker, <c>new</c>, or a declaration that ends in <c>= new(…)</c>.</summary>
    private static bool IsMade(GenericNameSyntax name)
    {
        SyntaxNode node = name;
        while (node.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax || (node.Parent is MemberAccessExpressionSyntax access && access.Name == node))
            node = node.Parent;
        return node.Parent switch
        {
            InvocationExpressionSyntax call => call.Expression == node,
            ObjectCreationExpressionSyntax creation => creation.Type == node,
            VariableDeclarationSyntax declaration => declaration.Variables.Any(v => v.Initializer?.Value is ImplicitObjectCreationExpressionSyntax),
            PropertyDeclarationSyntax property => property.Initializer?.Value is ImplicitObjectCreationExpressionSyntax,
            _ => false,
        };
    }

    private static IEnumerable<MessageSite> Bind(SimpleNameSyntax name, CarrierRow? carrier, SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (carrier is null)
            return BindCall(name, model, knowledge, cancellationToken);
        var symbol = model.GetSymbolInfo(name, cancellationToken).Symbol;
        if (name is not GenericNameSyntax generic || !Senders.Means(symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } made ? made.ContainingType : symbol, carrier))
            return Enumerable.Empty<MessageSite>();
        return generic.TypeArgumentList.Arguments
            .SelectMany(argument => MessagesIn(model.GetTypeInfo(argument, cancellationToken).Type, 0).Select(type => new MessageSite(argument, type, carrier.Noun)));
    }

    /// <summary>A call of a method that the user has listed: its type argument, or else its first argument, is the message.</summary>
    private static IEnumerable<MessageSite> BindCall(SimpleNameSyntax name, SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (CallShape.CallOf(name) is not { } call || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method || !knowledge.Options.In(model.SyntaxTree).Senders.Has(method.ReducedFrom ?? method))
            return Enumerable.Empty<MessageSite>();
        var first = call.ArgumentList.Arguments.FirstOrDefault()?.Expression;
        var type = method.TypeArguments.Length == 1 ? method.TypeArguments[0] : first is null ? null : model.GetTypeInfo(first, cancellationToken).Type;
        return MessagesIn(type, 0).Select(message => new MessageSite(name, message, $"'{method.ContainingType?.Name}.{method.Name}'"));
    }

    /// <summary>The types that the source can change: of a pair or a view, those inside.</summary>
    private static IEnumerable<INamedTypeSymbol> MessagesIn(ITypeSymbol? type, int depth)
    {
        if (type is not INamedTypeSymbol named || depth > 3)
            return Enumerable.Empty<INamedTypeSymbol>();
        return ImmutableTypes.NatureOf(named) is TypeNature.Container or TypeNature.View
            ? named.TypeArguments.SelectMany(a => MessagesIn(a, depth + 1))
            : named.DeclaringSyntaxReferences.IsEmpty ? Enumerable.Empty<INamedTypeSymbol>() : new[] { named };
    }

    /// <summary>Reports in generated files are not shown.</summary>
    private static bool IsGenerated(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) || tree.FilePath.EndsWith(".generated.cs", StringComparison.OrdinalIgnoreCase) || tree.FilePath.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase);
}
