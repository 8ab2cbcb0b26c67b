using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>A channel, or an end of it, that a container gives to whom asks for its type.</summary>
internal static class ChannelServices
{
    private static readonly HashSet<string> s_methods = new(Lifetimes.Methods.Where(m => m.Lifetime == Lifetime.Singleton && ChannelApi.Registers(m.Method)).Select(m => m.Method), StringComparer.Ordinal);

    /// <summary>The type under which the value is registered as a singleton, as far as it is written; null where the value is not given to a container.</summary>
    /// <param name="value">The value, or what a lambda given to the registration returns.</param>
    public static (InvocationExpressionSyntax Call, TypeSyntax? Type)? RegistrationOf(ExpressionSyntax value)
    {
        var lambda = value.Parent switch
        {
            LambdaExpressionSyntax around => around,
            ReturnStatementSyntax { Parent: BlockSyntax { Parent: LambdaExpressionSyntax around } } => around,
            _ => null,
        };
        if ((lambda ?? value).Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } } call } || !s_methods.Contains(name.Identifier.ValueText))
            return null;
        return (call, name is GenericNameSyntax { TypeArgumentList.Arguments: [var type, ..] } ? type : null);
    }

    /// <summary>The key under which it is registered, as it is written; empty for none.</summary>
    public static string KeyOf(InvocationExpressionSyntax registration) =>
        registration is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method }, ArgumentList.Arguments: [var key, ..] } && ChannelApi.IsKeyed(method) ? key.Expression.ToString() : "";

    /// <summary>The key by which the parameter or the request asks; empty for none.</summary>
    public static string AskedKeyOf(SyntaxNode asking) => asking switch
    {
        ParameterSyntax parameter => parameter.AttributeLists.SelectMany(l => l.Attributes).FirstOrDefault(a => TypeSyntaxFacts.LastName(a.Name) is { } marked && ChannelApi.IsFilledByKey(marked))?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.ToString() ?? "",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method }, ArgumentList.Arguments: [var key, ..] } when Array.IndexOf(ChannelApi.KeyedRequests, method) >= 0 => key.Expression.ToString(),
        _ => "",
    };

    /// <summary>True where the project registers another channel of this message type under the same key: which of them is handed out is not seen.</summary>
    public static bool AreSeveral(ITypeSymbol message, string key, ChannelLife life, Compilation compilation, CancellationToken cancellationToken) => ChannelApi.Makers.Any(maker => compilation.SyntaxTrees.Any(tree =>
        NameIndex.Find(tree, maker, cancellationToken).Any(name => CallShape.CallOf(name) is { } made && made != life.Making && name is GenericNameSyntax { TypeArgumentList.Arguments: [{ } argument] }
            && RegistrationOf(made) is { } other && KeyOf(other.Call) == key && SymbolEqualityComparer.Default.Equals(life.ModelOf(argument).GetTypeInfo(argument, cancellationToken).Type, message))));

    /// <summary>The names of the type with this message type in the project.</summary>
    /// <param name="typeName">The channel, its reader or its writer.</param>
    /// <param name="message">The type of the messages.</param>
    /// <param name="life">The channel.</param>
    /// <param name="compilation">The project.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IEnumerable<GenericNameSyntax> NamesOf(string typeName, ITypeSymbol message, ChannelLife life, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var name in NameIndex.Find(tree, typeName, cancellationToken))
            {
                if (name is GenericNameSyntax { TypeArgumentList.Arguments: [{ } argument] } generic && SymbolEqualityComparer.Default.Equals(life.ModelOf(argument).GetTypeInfo(argument, cancellationToken).Type, message))
                    yield return generic;
            }
        }
    }

    /// <summary>The parameter that the container fills with the type that is named here; null for other places.</summary>
    public static ParameterSyntax? ParameterOf(GenericNameSyntax name)
    {
        SyntaxNode type = name;
        while (type.Parent is NullableTypeSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax)
            type = type.Parent;
        if (type.Parent is not ParameterSyntax { Parent.Parent: { } owner } parameter)
            return null;
        return owner switch
        {
            ConstructorDeclarationSyntax or TypeDeclarationSyntax => parameter,
            LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method } } } } => ChannelApi.MapsRequests(method) ? parameter : null,
            MethodDeclarationSyntax => parameter.AttributeLists.SelectMany(l => l.Attributes).Any(a => TypeSyntaxFacts.LastName(a.Name) is { } marked && (ChannelApi.IsFilled(marked) || ChannelApi.IsFilledByKey(marked))) ? parameter : null,
            _ => null,
        };
    }

    /// <summary>The call that asks a container for the type that is named here; null for other places.</summary>
    public static InvocationExpressionSyntax? RequestOf(GenericNameSyntax name)
    {
        SyntaxNode type = name;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
            type = type.Parent;
        return type.Parent is TypeArgumentListSyntax { Arguments.Count: 1, Parent: GenericNameSyntax asked } && (Array.IndexOf(ChannelApi.Requests, asked.Identifier.ValueText) >= 0 || Array.IndexOf(ChannelApi.KeyedRequests, asked.Identifier.ValueText) >= 0) ? CallShape.CallOf(asked) : null;
    }
}
